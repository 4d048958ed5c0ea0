import type { Bench } from '../bench.js';
import { median, type Figure } from '../figure.js';
import type { FirstMenuOptions, FirstMenuResult } from './browser/firstMenu.js';
import { runInEngine } from './runInEngine.js';
import { staticHost } from './staticHost.js';

const ROUNDS = 15;
const LIMIT_MS = 120_000;
const GOAL = 1.1;
/** A request and its answer in a home, over WLAN. */
const NETWORK_MS = 10;

/** 1. From the iframe's start to the answer to `init`, against an empty plugin: TVX, a literal menu, the device ID. */
export const firstMenu: Bench = async (bed) => {
  const figures: Figure[] = [];
  for (const { what, delayMs, forget } of [
    { what: 'first menu', delayMs: 0, forget: false },
    { what: 'first menu, very first start', delayMs: 0, forget: true },
    { what: `first menu, ${NETWORK_MS} ms network`, delayMs: NETWORK_MS, forget: false },
    { what: `first menu, ${NETWORK_MS} ms network, very first start`, delayMs: NETWORK_MS, forget: true },
  ]) {
    const host = staticHost({ page: bed.page, library: bed.library, config: {}, delayMs });
    const options: FirstMenuOptions = { rounds: ROUNDS, forget };
    const { plugin, empty } = await runInEngine<FirstMenuResult>(bed, 'first-menu', options, {
      route: (_, path) => host(path),
      limitMs: LIMIT_MS,
    });
    figures.push({
      benchmark: '1 first menu',
      engine: bed.name,
      what,
      value: median(plugin.map(({ answeredMs }) => answeredMs)),
      unit: 'ms',
      baseline: 'an empty plugin',
      baselineValue: median(empty.map(({ answeredMs }) => answeredMs)),
      goal: { of: 'ratio', atMost: GOAL },
    });
    if (delayMs === 0 && !forget)
      figures.push({
        benchmark: '2 script cost',
        engine: bed.name,
        what: 'until the handler is ready',
        value: median(plugin.map(({ readyMs }) => readyMs)),
        unit: 'ms',
        baseline: 'an empty plugin',
        baselineValue: median(empty.map(({ readyMs }) => readyMs)),
        goal: null,
      });
  }
  return figures;
};
