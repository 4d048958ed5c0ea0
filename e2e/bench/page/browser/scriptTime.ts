import { inTurn, numbers, pause } from './inTurn.js';

export interface ScriptTimeResult {
  plugin: number[];
  library: number[];
}

const WARM_UP = 2;
const SETTLE_MS = 20;

/** How long a page's inline script takes to be parsed and run, in ms: the page posts it by itself. */
function timed(url: string): Promise<number> {
  const place = document.getElementById('place')!;
  const frame = document.createElement('iframe');
  return new Promise<number>((resolve) => {
    const listener = (event: MessageEvent<unknown>) => {
      const { scriptMs } = event.data as { scriptMs?: number };
      if (scriptMs === undefined) return;
      window.removeEventListener('message', listener);
      resolve(scriptMs);
    };
    window.addEventListener('message', listener);
    frame.src = url;
    place.appendChild(frame);
  }).then((scriptMs) => {
    place.removeChild(frame);
    return pause(SETTLE_MS).then(() => scriptMs);
  });
}

/** Our script and the TVX library's, in turn, inline in pages that the engine has not seen. */
export function scriptTime({ rounds }: { rounds: number }): Promise<ScriptTimeResult> {
  const result: ScriptTimeResult = { plugin: [], library: [] };
  return inTurn(numbers(rounds + WARM_UP), (round) =>
    inTurn(['plugin', 'library'] as ('plugin' | 'library')[], (page) =>
      timed(`/round/timed-${page}-${round}/timed-${page}.html`).then((ms) => {
        if (round >= WARM_UP) result[page].push(ms);
      }),
    ),
  ).then(() => result);
}
