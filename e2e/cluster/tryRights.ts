import type { MqttClient } from 'mqtt';
import { setTimeout as pause } from 'node:timers/promises';
import { connectPlayer } from '../stage/connectPlayer.js';
import { PASSWORD, keyOf, type ClusterStage } from './clusterStage.js';

/** A broker that lets it pass says so by then; one that refuses closes the connection. */
const ANSWER_WITHIN_MS = 10_000;

type Attempt = (client: MqttClient) => Promise<unknown>;

const publish =
  (key: string, what: string): Attempt =>
  (client) =>
    client.publishAsync(`makapix/player/${key}/${what}`, '{}', { qos: 1 });
const subscribe =
  (key: string, what: string): Attempt =>
  (client) =>
    client.subscribeAsync(`makapix/player/${key}/${what}`, { qos: 0 });

const OWN = keyOf(0);
const OTHER = keyOf(1);

const FORBIDDEN: Readonly<Record<string, Attempt>> = {
  ...Object.fromEntries(
    ['view', 'status', 'command', 'command/ack', 'request/1'].map((what) => [
      `publishes ${what} of another one`,
      publish(OTHER, what),
    ]),
  ),
  'publishes a command to itself': publish(OWN, 'command'),
  'hears commands to another one': subscribe(OTHER, 'command'),
  'hears commands to all': subscribe('+', 'command'),
};

/** Has a TV try what it must not, at each node. @returns how often it tried, and what was not refused */
export async function tryRights({ rabbit }: ClusterStage): Promise<{ tried: number; passed: string[] }> {
  const passed: string[] = [];
  let tried = 0;
  for (const { name, host, webPort } of rabbit.nodes)
    for (const [what, attempt] of Object.entries(FORBIDDEN)) {
      tried++;
      const end = await endOf(`ws://${host}:${webPort}/ws`, attempt);
      if (end !== 'refused') passed.push(`${what} at ${name} (${end})`);
    }
  return { tried, passed };
}

async function endOf(url: string, attempt: Attempt): Promise<'passed' | 'refused' | 'no answer'> {
  const { client } = await connectPlayer(url, 'tv0', { username: OWN, password: PASSWORD });
  const over = new AbortController();
  const closed = new Promise<'refused'>((resolve) => client.once('close', () => resolve('refused')));
  const answered = attempt(client).then(
    () => 'passed' as const,
    () => 'refused' as const,
  );
  const late = pause(ANSWER_WITHIN_MS, 'no answer' as const, { signal: over.signal });
  late.catch(() => undefined); // there was an answer
  try {
    return await Promise.race([answered, closed, late]);
  } finally {
    over.abort();
    await client.endAsync(true);
  }
}
