// A command's way: from the request to the bridge until MSX acts, and until the TV's answer is there; and how far apart
// screens are that turn together. The TV is the built page in the preview, in today's Chromium.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';
import { playerIdOfDevice } from '../../../src/bridge/players/playerId.js';
import { capabilitiesText, commandAckText } from '../../../src/makapix/command.js';
import { topicsOf } from '../../../src/makapix/topicsOf.js';
import { findBrowser } from '../../stage/findBrowser.js';
import { openHost, type Host } from '../../stage/openHost.js';
import { FREE_PORTS, spawnBridge } from '../../stage/program.js';
import { previewStart } from '../../stage/startBridge.js';
import { median, type Figure } from '../figure.js';
import { connectTvs, useManyAddresses } from './tvs.js';

const ROUNDS = 60;
const MANY = 1000;
const TURNS = 8;
/** As wrong as clocks of TVs are, for a screen each. */
const SKEWS_MS = [0, 300_000, -300_000, 47_000, -47_000, 1500, -1500, 120_000, -180_000, 60_000];
const AHEAD_MS = 1500;
/** From one turn to the next: nothing of the last is under way then. */
const SETTLE_MS = 300;
const PATIENCE_MS = 20_000;
const IN_STEP: Figure['goal'] = { of: 'value', atMost: 100 };
const ALBUM = 'all.json';
/** The bridge lets a hundred register in a minute from one address. */
const TVS_PER_ADDRESS = 50;
/** Timers of pages that are not looked at stay as they are. */
const BROWSER_OPTIONS = [
  '--no-sandbox',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
];

const percentile = (values: number[], share: number): number =>
  values.slice().sort((a, b) => a - b)[Math.ceil(values.length * share) - 1]!;

/** What is true for all pages of a machine, however wrong a page's clock is. */
const now = (): number => performance.timeOrigin + performance.now();

interface Answer {
  result: string;
  error: string | null;
}

async function post<T>(origin: string, path: string, body: object): Promise<T> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Screen {
  host: Host;
  page: Page;
  playerId: string;
}

/** The page's clock is wrong by so much, and nothing else is. */
const skewed = (skewMs: number): string => `(function () {
  var Real = Date;
  function Skewed() {
    return arguments.length
      ? new (Function.prototype.bind.apply(Real, [null].concat([].slice.call(arguments))))()
      : new Real(Skewed.now());
  }
  Skewed.prototype = Real.prototype;
  Skewed.now = function () { return Real.now() + ${skewMs}; };
  Skewed.parse = Real.parse;
  Skewed.UTC = Real.UTC;
  window.Date = Skewed;
})()`;

/** A TV with the gallery's pictures as a slideshow that stands still; it notes when each slide comes. */
async function openScreen(
  browser: Browser,
  origin: string,
  macAddress: string,
  skewMs: number,
  known: string[],
): Promise<Screen> {
  const page = await (await browser.newContext()).newPage();
  // what tsx makes of functions that are handed to the page calls it
  await page.addInitScript('window.__name = function (given) { return given; }');
  await page.addInitScript(skewed(skewMs));
  const host = await openHost(page, origin, previewStart(origin), {
    macAddress,
    platform: 'tizen',
    msxVersion: '0.1.163',
    slideshowInterval: '600000',
  });
  await host.until('the menu', ({ menu }) => menu !== null);
  const playerId = await newTv(origin, known);
  await host.see(
    `slideshow:request:interaction:page:${origin}/gallery/albums/${ALBUM}@${origin}/preview/plugin/plugin.html`,
  );
  await page.evaluate(() => {
    const turns: number[] = [];
    let last = window.msx.state().slideshow?.index;
    window.msx.onChange(() => {
      const index = window.msx.state().slideshow?.index;
      if (index !== last) turns.push(performance.timeOrigin + performance.now());
      last = index;
    });
    (window as unknown as { turns: number[] }).turns = turns;
  });
  return { host, page, playerId };
}

const turnsOf = ({ page }: Screen): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { turns: number[] }).turns.splice(0));

interface KnownPlayer {
  id: string;
  capabilities: unknown;
}

/** Resolves with the ID of the TV that is new, when the bridge knows that it takes commands. */
async function newTv(origin: string, known: string[]): Promise<string> {
  const until = now() + PATIENCE_MS;
  while (now() < until) {
    const { players } = (await (await fetch(`${origin}/api/players`)).json()) as { players: KnownPlayer[] };
    const found = players.find(({ id, capabilities }) => capabilities && !known.includes(id));
    if (found) return found.id;
    await pause(50);
  }
  throw new Error('the bridge knows no new TV that takes commands');
}

/** From a publish to its receiver, and until the answer of that is back: what MQTT alone takes. */
async function bareTimes(): Promise<{ there: number[]; back: number[] }> {
  const broker = await Aedes.createBroker();
  const server = createServer({ noDelay: true }, (socket) => broker.handle(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [sender, receiver] = await Promise.all([mqtt.connectAsync(url), mqtt.connectAsync(url)]);
  // without it each acknowledgement waits for the next packet, 40 ms at most
  for (const { stream } of [sender, receiver]) (stream as Socket).setNoDelay(true);
  await Promise.all([
    receiver.subscribeAsync('command', { qos: 1 }),
    sender.subscribeAsync('ack', { qos: 1 }),
  ]);
  const there: number[] = [];
  const back: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const beganAt = now();
    receiver.once('message', () => {
      there.push(now() - beganAt);
      receiver.publish('ack', '{}', { qos: 1 });
    });
    const answered = new Promise((done) => sender.once('message', done));
    await sender.publishAsync('command', '{}', { qos: 1 });
    await answered;
    back.push(now() - beganAt);
  }
  await Promise.all([sender.endAsync(true), receiver.endAsync(true)]);
  broker.close();
  server.close();
  return { there, back };
}

/** One TV, one command after the other: until MSX has turned the slide, and until whoever asked has the answer. */
async function oneTv(origin: string, screen: Screen): Promise<{ there: number[]; back: number[] }> {
  const there: number[] = [];
  const back: number[] = [];
  await turnsOf(screen);
  for (let i = 0; i < ROUNDS; i++) {
    const beganAt = now();
    const { result, error } = await post<Answer>(origin, `/api/players/${screen.playerId}/commands`, {
      command_type: 'swap_next',
      payload: {},
    });
    back.push(now() - beganAt);
    if (result !== 'ok') throw new Error(`swap_next: ${result} ${String(error)}`);
    const [turnedAt] = await turnsOf(screen);
    there.push(turnedAt! - beganAt);
  }
  return { there, back };
}

/** All TVs at once, which answer as soon as they are asked: until each is asked, and until all have answered. */
async function manyTvs(origin: string, port: number): Promise<{ there: number[]; back: number }> {
  useManyAddresses();
  const there: number[] = [];
  let beganAt = 0;
  const players: string[] = [];
  for (let i = 0; i < MANY; i++) {
    await fetch(`${origin}/gallery/menu.json?device_id=tv${i}`, {
      headers: { 'x-forwarded-for': `10.1.0.${Math.floor(i / TVS_PER_ADDRESS)}` },
    });
    players.push(playerIdOfDevice(`tv${i}`));
  }
  const tvs = await connectTvs(`ws://127.0.0.1:${port}/mqtt`, MANY);
  for (const tv of tvs) {
    const { player } = topicsOf(tv.playerKey);
    tv.onCommand = (payload) => {
      there.push(now() - beganAt);
      const { command_id: id } = JSON.parse(payload) as { command_id: string };
      void tv.connection.publish(`${player}command/ack`, commandAckText(id, 'ok', null));
    };
    await tv.connection.subscribe(`${player}command`);
    await tv.connection.publish(`${player}capabilities`, capabilitiesText('1'), true);
  }
  beganAt = now();
  const { results } = await post<{ results: Answer[] }>(origin, '/api/commands', {
    command_type: 'show_notice',
    payload: { text: 'We close at six' },
    players,
  });
  const back = now() - beganAt;
  const failed = results.filter(({ result }) => result !== 'ok');
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${MANY} did not answer: ${String(failed[0]!.error)}`);
  tvs.forEach(({ connection }) => connection.close());
  return { there, back };
}

/** How far apart the screens turn, by the machine's own clock: with a moment to do it at, and without. */
async function inStep(origin: string, screens: Screen[], isTimed: boolean): Promise<number[]> {
  const spreads: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await Promise.all(screens.map(turnsOf));
    const at = Math.round(Date.now() + AHEAD_MS);
    const { results } = await post<{ results: Answer[] }>(origin, '/api/commands', {
      command_type: 'swap_next',
      payload: isTimed ? { at } : {},
      players: screens.map(({ playerId }) => playerId),
    });
    const failed = results.find(({ result }) => result !== 'ok');
    if (failed) throw new Error(`swap_next: ${failed.result} ${String(failed.error)}`);
    const turned = (await Promise.all(screens.map(turnsOf))).map(([first]) => first!);
    spreads.push(Math.max(...turned) - Math.min(...turned));
    await pause(SETTLE_MS);
  }
  return spreads;
}

/**
 * 8. From the request to the bridge until MSX acts, and until the answer is there, for one TV and a thousand; and how far
 * apart ten screens turn whose clocks are wrong by up to five minutes.
 * @throws when the program is not built, or a command is not done
 */
export async function remote(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-remote-'));
  const program = spawnBridge([...FREE_PORTS, '--data', join(folder, 'data'), '--trust-proxy', '127.0.0.1']);
  await program.started;
  const port = program.port();
  const origin = `http://localhost:${port}`;
  const { executablePath } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: BROWSER_OPTIONS });
  const figures: Figure[] = [];
  const add = (
    what: string,
    value: number,
    baseline: string,
    baselineValue: number,
    goal: Figure['goal'] = null,
  ): void => {
    figures.push({
      benchmark: '8 remote',
      engine: 'chromium-today',
      what,
      value,
      unit: 'ms',
      baseline,
      baselineValue,
      goal,
    });
  };
  try {
    const bare = await bareTimes();
    const screens: Screen[] = [];
    for (const [i, skewMs] of SKEWS_MS.entries())
      screens.push(
        await openScreen(
          browser,
          origin,
          `00:11:22:33:44:${10 + i}`,
          skewMs,
          screens.map(({ playerId }) => playerId),
        ),
      );
    const one = await oneTv(origin, screens[0]!);
    for (const [name, of] of [
      ['median', (times: number[]) => median(times)],
      ['99 %', (times: number[]) => percentile(times, 0.99)],
    ] as const) {
      add(`a command until MSX acts, ${name}`, of(one.there), 'MQTT alone, there', of(bare.there));
      add(`… until the answer is there, ${name}`, of(one.back), 'MQTT alone, there and back', of(bare.back));
    }
    const loose = await inStep(origin, screens, false);
    const timed = await inStep(origin, screens, true);
    const shown = `${SKEWS_MS.length} screens turn, first to last`;
    add(`${shown}, median`, median(timed), 'without a moment', median(loose), IN_STEP);
    add(`${shown}, most`, Math.max(...timed), 'without a moment', Math.max(...loose), IN_STEP);
    await browser.close();
    const many = await manyTvs(origin, port);
    add(
      `${MANY} TVs: until one is asked, median`,
      median(many.there),
      'MQTT alone, there',
      median(bare.there),
    );
    add(
      `${MANY} TVs: … 99 %`,
      percentile(many.there, 0.99),
      'MQTT alone, there',
      percentile(bare.there, 0.99),
    );
    add(`${MANY} TVs: until all have answered`, many.back, 'MQTT alone, there and back', median(bare.back));
  } finally {
    await browser.close();
    await program.end('SIGTERM');
    await rm(folder, { recursive: true });
  }
  return figures;
}
