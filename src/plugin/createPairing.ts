import type { JsonObject } from '../msx/json.js';
import { REPLACE_SINCE } from '../msx/replaceSince.js';
import { originOf, resolveUrl } from '../msx/url.js';
import { showAgain } from '../pages/pageActions.js';
import { PAIRING_FLAG, pairingMenu, pairingPage } from '../pages/pairingPage.js';
import { aboutOf } from '../tvx/about.js';
import { beginRequest } from '../tvx/beginRequest.js';
import { get } from '../tvx/get.js';
import type { Access } from './access.js';
import { VERSION } from './constants.js';
import { createRegistration } from './createRegistration.js';
import type { Registration } from './createRegistration.js';
import type { Settings } from './defaultSettings.js';
import type { First } from './firstStage.js';
import { keepMenu } from './keepMenu.js';
import type { Loaded } from './loadConfig.js';
import type { Made } from './made.js';
import { parseJson } from './parseJson.js';
import type { Plugin } from './plugin.js';

/** Under which name the TV keeps what a server has given it; the server's address follows. */
const KEY = 'paired:';
/** So often in a row the broker refuses the credentials until the server is asked what it thinks of the token. */
const REFUSALS = 3;
const ANSWER_WITHIN_MS = 10_000;

/** MSX leaves the screen; it, or the network, comes back. */
const AWAY_OR_BACK = /^app:(?:(suspend|sleep)|resume|awake|connect)$/;

/** `09:05` on the TV's own clock. */
const timeText = (ms: number): string => /\d+:\d+/.exec(String(new Date(ms)))![0];

/** What is kept. @wire */
interface Kept {
  /** The TV that it was given to; null: one without an ID. */
  deviceId: string | null;
  playerKey: string;
  token: string;
  username: string | null;
  password: string | null;
}

/**
 * Looks whether this TV is paired with the server that the configuration names, if it does. Never rejected.
 * @returns the configuration, with what the server has given, and `access`
 */
export type Pair = (loaded: Loaded) => Promise<Loaded>;

/** Pairs this TV with the server that the configuration names, and asks that server as the TV that it is. */
export function createPairing(first: First, plugin: Plugin): Pair {
  const { keep, known, pageUrl } = plugin;
  const { log } = first.journal;
  /** By the address of the server; null: it has given this TV nothing. */
  const kept: Record<string, Kept | null> = {};
  let registration: Registration | null = null;
  let answer: (dataId: string) => Promise<JsonObject> | null = () => null;

  const about = () => known.about ?? aboutOf(null);
  const msx = () => ({ build: about().build, pluginUrl: about().pluginUrl ?? pageUrl });
  const execute = (action: string): void => void first.tvx.then((tvx) => tvx.executeAction(action));
  /** MSX begins anew, with nothing of before. */
  const reload = (): void => {
    keepMenu(window.location, null);
    execute('reload');
  };
  const showPage = (dataId: string): string => showAgain(msx(), PAIRING_FLAG, dataId);

  const write = (url: string, given: Kept | null): Promise<void> => {
    kept[url] = given;
    return keep.write(KEY + url, JSON.stringify(given));
  };
  const read = (url: string, deviceId: string | null): Promise<unknown> =>
    url in kept
      ? Promise.resolve()
      : keep.read(KEY + url).then((text) => {
          const found = parseJson(text ?? '') as Kept | null | undefined;
          kept[url] = found && found.deviceId === deviceId ? found : null;
        });

  const { handleRequest, handleEvent } = plugin;
  plugin.handleRequest = (dataId, data, callback) => {
    const own = answer(dataId);
    return own ? own.then(callback) : handleRequest(dataId, data, callback);
  };
  plugin.handleEvent = (event) => {
    const moved = AWAY_OR_BACK.exec(event.event as string);
    if (moved && registration) registration.setAway(!!moved[1]);
    handleEvent(event);
  };

  function register(url: string, deviceId: string | null, { firmwareVersion }: Settings): Registration {
    const device: Record<string, string> = {
      device_model: about().text,
      firmware_version: firmwareVersion ?? VERSION,
    };
    if (deviceId !== null) device.device_id = deviceId;
    answer = (dataId) =>
      registration && /^pairing(-new)?$/.test(dataId)
        ? (dataId === 'pairing' ? registration.state() : registration.renew()).then((state) =>
            pairingPage(
              state,
              timeText(state.untilMs),
              url.split('/')[2]!,
              msx().build,
              showPage('pairing-new'),
            ),
          )
        : null;
    return createRegistration({
      url,
      device,
      changed: () => execute(showPage('pairing')),
      paired: (given) => {
        registration = null;
        void write(url, { ...given, deviceId }).then(() => {
          const { build, pluginUrl } = msx();
          // What has begun as another player ends with its page.
          if (build >= REPLACE_SINCE && !known.reporter)
            execute(`replace:menu:${PAIRING_FLAG}:request:interaction:init@${pluginUrl}`);
          else reload();
        });
      },
    });
  }

  function pair(loaded: Loaded, url: string, deviceId: string | null): Loaded {
    const origin = originOf(url);
    const { settings } = loaded;
    let menusAsked = 0;

    /** Only the server itself says so: one that cannot be reached unpairs nobody. */
    function unpair(): void {
      settings.menuCache = false;
      log({
        code: 'unpaired',
        level: 'warn',
        message: `${origin} says that this TV is not paired.`,
        remedy: 'Pair it again.',
      });
      // A menu that is asked for becomes the one of a TV that is not paired.
      if (menusAsked) void write(url, null);
      else void write(url, null).then(reload);
    }

    const access: Access = {
      playerKey: () => {
        const given = kept[url];
        return given ? given.playerKey : null;
      },
      beginRequest: (asked, withCredentials) => {
        const given = kept[url];
        if (!given || originOf(asked) !== origin) return beginRequest(asked, withCredentials);
        const begun = beginRequest(asked, withCredentials, given.token);
        if (begun)
          begun.request.addEventListener('readystatechange', () => {
            const { readyState, status } = begun.request;
            if (readyState === 4 && status === 401 && kept[url] === given) unpair();
          });
        return begun;
      },
      menu: (ask) => {
        menusAsked++;
        return (kept[url] ? ask() : Promise.resolve(null)).then((made): Made | Promise<Made> => {
          menusAsked--;
          if (made && kept[url]) return made;
          if (first.kept) {
            // Nothing of the last start is to stay on the screen.
            void write(url, null).then(reload);
            return new Promise<Made>(() => undefined);
          }
          registration ??= register(url, deviceId, settings);
          return { document: pairingMenu(`request:interaction:pairing@${msx().pluginUrl}`) };
        });
      },
      refused: (times) => {
        const key = access.playerKey();
        if (key && times % REFUSALS === 0)
          [`${url}/${key}/credentials`, resolveUrl(pageUrl, settings.menu)].forEach((one) => {
            if (originOf(one) === origin) void get(one, ANSWER_WITHIN_MS, access.beginRequest(one));
          });
      },
    };

    const given = kept[url];
    const { broker } = settings;
    if (!given) settings.menuCache = false;
    else if (!broker.password) {
      broker.username = given.username ?? broker.username;
      broker.password = given.password ?? given.token;
    }
    return { ...loaded, access };
  }

  return (loaded) => {
    const url = loaded.settings.registration;
    return url === null
      ? Promise.resolve(loaded)
      : first.identity.then(({ deviceId }) => read(url, deviceId).then(() => pair(loaded, url, deviceId)));
  };
}
