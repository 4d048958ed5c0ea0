import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Bed, Bench } from '../bench.js';
import { median, type Figure } from '../figure.js';
import type { FirstMenuOptions, FirstMenuResult, Page } from './browser/firstMenu.js';
import { runInEngine } from './runInEngine.js';
import { canBeFilled, staticHost } from './staticHost.js';

const ROUNDS = 15;
const LIMIT_MS = 240_000;
/** A request and its answer in a home, over WLAN. */
const NETWORK_MS = 10;

const GOAL_LATER = 1.1;
/** Where neither a network nor a slow processor takes time, a millisecond is a tenth. */
const GOAL_LATER_BARE = 1.2;
const GOAL_FIRST = 1.2;
const GOAL_FIRST_SLOW = 1.3;

const BASELINES: [Page, string][] = [
  ['empty', 'an empty plugin'],
  ['socket', 'Music Assistant’s way'],
];

/** 1. From the iframe's start to the answer to `init`, against the least that a plugin for identified TVs can be. */
export const firstMenu: Bench = async (bed) => [
  ...(await laterStart(bed, 0)),
  ...(await laterStart(bed, NETWORK_MS)),
  ...(await firstStart(bed)),
];

async function measure(
  bed: Bed,
  delayMs: number,
  options: Pick<FirstMenuOptions, 'pages' | 'forget'>,
): Promise<FirstMenuResult> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  try {
    await once(sockets, 'listening');
    const socketUrl = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}/`;
    const host = staticHost({ page: bed.page, library: bed.library, config: {}, delayMs, socketUrl });
    return await runInEngine<FirstMenuResult>(
      bed,
      'first-menu',
      { rounds: ROUNDS, ...options },
      { route: (_, path) => host(path), limitMs: LIMIT_MS },
    );
  } finally {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  }
}

const answered = (result: FirstMenuResult, page: Page): number =>
  median(result.starts[page].map(({ answeredMs }) => answeredMs));

/** One figure for each baseline. */
const against = (bed: Bed, result: FirstMenuResult, page: Page, what: string, atMost: number): Figure[] =>
  BASELINES.map(([baselinePage, baseline]) => ({
    benchmark: '1 first menu',
    engine: bed.name,
    what,
    value: answered(result, page),
    unit: 'ms',
    baseline,
    baselineValue: answered(result, baselinePage),
    goal: { of: 'ratio', atMost },
  }));

/** With what an earlier start has kept. */
async function laterStart(bed: Bed, delayMs: number): Promise<Figure[]> {
  const result = await measure(bed, delayMs, { pages: ['plugin', 'empty', 'socket'], forget: false });
  const isBare = delayMs === 0 && bed.throttle === 1;
  const what = `second start, ${delayMs ? `${delayMs} ms` : 'no'} network`;
  const figures = against(bed, result, 'plugin', what, isBare ? GOAL_LATER_BARE : GOAL_LATER);
  if (delayMs === 0)
    figures.push({
      benchmark: '2 script cost',
      engine: bed.name,
      what: 'until the handler is ready',
      value: median(result.starts.plugin.map(({ readyMs }) => readyMs)),
      unit: 'ms',
      baseline: 'an empty plugin',
      baselineValue: median(result.starts.empty.map(({ readyMs }) => readyMs)),
      goal: null,
    });
  return figures;
}

/** With nothing kept: configuration and menu in the page, and beside it. */
async function firstStart(bed: Bed): Promise<Figure[]> {
  const isFilled = canBeFilled(bed.page);
  if (!isFilled) console.error(`SKIPPED: ${bed.page} has no places for a configuration and a menu`);
  const pages: Page[] = ['plugin', 'empty', 'socket'];
  const result = await measure(bed, NETWORK_MS, {
    pages: isFilled ? [...pages, 'filled'] : pages,
    forget: true,
  });
  const network = `${NETWORK_MS} ms network`;
  const beside: Figure = {
    benchmark: '1 first menu',
    engine: bed.name,
    what: `very first start, files beside the page, ${network}`,
    value: answered(result, 'plugin'),
    unit: 'ms',
    baseline: 'an empty plugin',
    baselineValue: answered(result, 'empty'),
    goal: null,
  };
  if (!isFilled) return [beside];
  const atMost = bed.throttle === 1 ? GOAL_FIRST : GOAL_FIRST_SLOW;
  const roundTripMs = median(result.roundTripMs);
  return [
    ...against(bed, result, 'filled', `very first start, files in the page, ${network}`, atMost),
    {
      ...beside,
      what: `${beside.what}; a GET took ${roundTripMs.toFixed(1)} ms`,
      baseline: 'files in the page',
      baselineValue: answered(result, 'filled'),
      goal: { of: 'difference', atMost: roundTripMs },
    },
  ];
}
