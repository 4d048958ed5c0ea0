import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildPrograms } from '../stage/program.js';

/** What a worker may do wrong on purpose: of a file of its source, what stands there, and what stands there instead. */
const BREAKS = {
  'early-ack': {
    file: 'takeQueue.ts',
    right: 'const isDone = await onMessage(message);',
    wrong: 'channel.ack(message); await onMessage(message); const isDone = false;',
  },
  'classic-queues': {
    file: 'declareQueues.ts',
    right: "'x-queue-type': 'quorum', 'x-queue-leader-locator': 'balanced'",
    wrong: "'x-queue-type': 'classic'",
  },
} as const;

type Break = keyof typeof BREAKS;

export const isBreak = (text: string): text is Break => text in BREAKS;

/**
 * Builds a worker that does something wrong, apart from what is shipped: the run has to notice.
 * @returns its program
 * @throws where the source has changed so that there is nothing to break
 */
export async function buildBroken(what: Break): Promise<string> {
  const { file, right, wrong } = BREAKS[what];
  const folder = resolve('.cache/cluster', what);
  const found = { right: false };
  await buildPrograms(folder, { cli: 'src/bridge/cli.ts' }, [
    {
      name: what,
      setup(building) {
        building.onLoad({ filter: new RegExp(`/worker/${file.replace('.', '\\.')}$`) }, async ({ path }) => {
          const source = await readFile(path, 'utf8');
          found.right = source.includes(right);
          return { contents: source.replace(right, wrong), loader: 'ts' };
        });
      },
    },
  ]);
  if (!found.right) throw new Error(`there is nothing to break in ${file}: change breakProduct.ts with it`);
  return resolve(folder, 'cli.js');
}
