import { openApp } from './openApp.js';
import { inTurn, numbers } from './inTurn.js';
import { now } from './now.js';

export interface BlockingOptions {
  rounds: number;
  forMs: number;
}

/** The longest time, in ms, in which nothing else could run: one figure for each round. */
export interface BlockingResult {
  plugin: number[];
  empty: number[];
}

const SLIDE_EVERY_MS = 1000;

const TICK_MS = 4;

/** The lateness of a short timer: what kept it waiting was somebody's task. */
function beat(): { longest(): number } {
  let longest = 0;
  let timeout: ReturnType<typeof setTimeout>;
  const again = () => {
    const due = now() + TICK_MS;
    timeout = setTimeout(() => {
      longest = Math.max(longest, now() - due);
      again();
    }, TICK_MS);
  };
  again();
  return {
    longest: () => {
      clearTimeout(timeout);
      return longest;
    },
  };
}

function watch(page: string, round: number, forMs: number): Promise<number> {
  let index = 0;
  const slide = () => ({
    state: 2,
    id: null,
    index,
    number: index + 1,
    count: 100,
    listIndex: index,
    listSize: 100,
    url: `http://localhost/${index}.png`,
    label: null,
    properties: { 'makapix:post_id': index + 1, 'image:trigger': 'interaction:commit:slider' },
  });
  const timer = beat();
  const app = openApp(`/round/${page}-${round}/${page}.html`, slide);
  return app.started.then(
    () =>
      new Promise((resolve) => {
        app.send({ event: 'slider:load', info: slide() });
        const slides = setInterval(() => {
          index++;
          app.send({ event: 'slider:position', index, number: index + 1, listIndex: index });
          app.send({ slider: slide() });
        }, SLIDE_EVERY_MS);
        setTimeout(() => {
          clearInterval(slides);
          const longest = timer.longest();
          app.close();
          resolve(longest);
        }, forMs);
      }),
  );
}

/** The first seconds of a start with slides, views and a broker, in turn with the empty plugin. */
export function blocking({ rounds, forMs }: BlockingOptions): Promise<BlockingResult> {
  const result: BlockingResult = { plugin: [], empty: [] };
  return inTurn(numbers(rounds), (round) => {
    const pages: ('plugin' | 'empty')[] = round % 2 ? ['empty', 'plugin'] : ['plugin', 'empty'];
    return inTurn(pages, (page) => watch(page, round, forMs).then((ms) => result[page].push(ms)));
  }).then(() => result);
}
