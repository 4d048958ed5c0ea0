import { createAsk } from '../remote/createAsk.js';
import { createRemote } from '../remote/createRemote.js';
import type { World } from '../remote/planCommand.js';
import type { RemoteNotice } from '../remote/remoteCodes.js';
import type { Downlink } from '../report/reporterOptions.js';
import type { Log } from '../tvx/notice.js';
import type { Tvx } from '../tvx/createTvx.js';
import { originOf } from '../msx/url.js';
import { aboutOf } from '../tvx/about.js';
import { canShowWebp } from './canShowWebp.js';
import { VERSION } from './constants.js';
import type { Settings } from './defaultSettings.js';
import type { Plugin } from './plugin.js';
import { healthOf } from './healthOf.js';
import { PROBLEM_FLAG } from './problemFlag.js';

/** Where the TV keeps which commands it has done. */
const KEY = 'commands';

/** The topic that brings them. */
const COMMAND = 'command';

const setTimer = (run: () => void, ms: number): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Listens to the broker, if the configuration wants that. */
export type StartRemote = (settings: Settings, tvx: Tvx, log: Log<RemoteNotice>) => Downlink | null;

export function startRemote(plugin: Plugin): StartRemote {
  const { keep, known, pageUrl, begun } = plugin;
  let showsWebp = false;
  void canShowWebp().then((can) => (showsWebp = can));

  const world = (): World => {
    const { build, pluginUrl } = known.about ?? aboutOf(null);
    return {
      build,
      pluginUrl: pluginUrl ?? pageUrl,
      artworkUrl: known.loaded && known.loaded.settings.artworkUrl,
      showsWebp,
      isOwn: (url) => !!known.begun && known.begun.documents.allowed.indexOf(originOf(url)!) >= 0,
      tagged: (url) => known.begun!.documents.tagger.tagged(url),
    };
  };
  const life = Math.random().toString(36).slice(2);
  let count = 0;
  const asking = createAsk({
    playerKey: () => known.playerKey!.key.toLowerCase(),
    newId: () => `${life}-${count++}`,
    blocked: () => {
      const { remote, broker } = known.loaded!.settings;
      if (!broker.url) return 'The configuration names no broker ("broker.url").';
      return remote === false ? 'The configuration forbids it ("remote").' : null;
    },
    setTimer,
  });
  plugin.ask = asking.ask;
  plugin.world = world;

  return (settings, tvx, log) => {
    if (settings.remote === false) {
      plugin.join(null);
      return null;
    }
    const remote = createRemote({
      allowed: settings.remote,
      firmwareVersion: settings.firmwareVersion ?? VERSION,
      world,
      read: () => keep.read(KEY),
      write: (text) => keep.write(KEY, text),
      execute: (action, data) => tvx.executeAction(action, data),
      requestData: (dataId) => tvx.requestData(dataId),
      saysPlayback: settings.playback,
      health: () => healthOf(known),
      explain: (reason) => known.reporter?.handleEvent(reason),
      times: () => {
        const { clock } = known;
        const source = clock && clock.state().source;
        return { nowMs: clock && clock.now(), isMeasured: source === 'server' || source === 'msx' };
      },
      setTimer,
      log,
    });
    plugin.join(remote);
    // It hears as well what MSX asks for, and whether that can be had.
    const { handleRequest } = plugin;
    plugin.handleRequest = (dataId, data, callback) => {
      const told = (event: string, isProblem: boolean): void =>
        remote.handleEvent({ event, dataId, isProblem });
      told('plugin:asked', false);
      return handleRequest(dataId, data, (document) => {
        callback(document);
        told('plugin:answered', document.flag === PROBLEM_FLAG);
      });
    };
    // Addresses are checked by what the documents know.
    void begun();
    return {
      topics: [COMMAND, asking.topic],
      connected: (publish, allowed) => {
        asking.connected(allowed.indexOf(asking.topic) < 0 ? null : publish);
        return allowed.indexOf(COMMAND) < 0 ? Promise.resolve(null) : remote.connected(publish);
      },
      message: (topic, payload) => (topic === COMMAND ? remote : asking).message(topic, payload),
    };
  };
}
