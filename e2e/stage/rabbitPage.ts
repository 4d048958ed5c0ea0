import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** What docs/broker.md has people write for RabbitMQ. */
interface RabbitPage {
  /** Of `rabbitmq.conf`, on each node. */
  conf: string;
  /** Of `rabbitmq.conf`, where it asks the bridge. */
  askingConf: string;
  /** What is switched on, on each node. */
  plugins: string[];
  /** What is switched on as well where it asks the bridge. */
  askingPlugins: string[];
  /** Has what the topic exchange routes nowhere go to the workers, by a shell. */
  policy: string;
  /** Makes the worker's user and one of a TV, by a shell. */
  users: string;
}

/** @throws when a block is missing, or there is more than one of a kind */
export async function readRabbitPage(): Promise<RabbitPage> {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/broker.md'), 'utf8');
  const blocks = (kind: string, sign: string, count: number): string[] => {
    const all = [...page.matchAll(new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text!);
    const found = all.filter((text) => text.includes(sign));
    if (found.length !== count) throw new Error(`docs/broker.md has ${found.length} blocks with ${sign}`);
    return found;
  };
  const [plugins, askingPlugins] = blocks('sh', 'rabbitmq-plugins enable', 2).map((block) =>
    /rabbitmq-plugins enable (.*)/.exec(block)![1]!.split(' '),
  );
  return {
    conf: blocks('conf', 'cluster_formation', 1)[0]!,
    askingConf: blocks('conf', 'auth_backends', 1)[0]!,
    plugins: plugins!,
    askingPlugins: askingPlugins!,
    policy: blocks('sh', 'set_policy', 1)[0]!,
    users: blocks('sh', 'rabbitmqctl add_user', 2).join(''),
  };
}

/**
 * Puts what is of this machine in the place of what is the reader's own.
 * @param pairs what to put for what
 * @throws where the text has no such thing
 */
export const fillIn = (text: string, pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs).reduce((before, [what, by]) => {
    if (!before.includes(what)) throw new Error(`docs/broker.md has no ${what}`);
    return before.replaceAll(what, by);
  }, text);
