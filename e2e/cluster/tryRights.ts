import type { MqttClient } from 'mqtt';
import { setTimeout as pause } from 'node:timers/promises';
import { connectPlayer } from '../stage/connectPlayer.js';
import { PASSWORD } from '../stage/rabbitUsers.js';
import { keyOf, type ClusterStage } from './clusterStage.js';

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

/** A user of RabbitMQ's, and one for whom it asks the bridges. */
const TVS = [0, 2];
const OTHER = keyOf(1);

const forbiddenTo = (tv: number): Readonly<Record<string, Attempt>> => ({
  ...Object.fromEntries(
    ['view', 'status', 'command', 'command/ack', 'request/1'].map((what) => [
      `publishes ${what} of another one`,
      publish(OTHER, what),
    ]),
  ),
  'publishes a command to itself': publish(keyOf(tv), 'command'),
  'hears commands to another one': subscribe(OTHER, 'command'),
  'hears commands to all': subscribe('+', 'command'),
  'hears what is answered to another one': subscribe(OTHER, 'response/+'),
});

/** Has a TV try what it must not, at each node. @returns how often it tried, and what was not refused */
export async function tryRights({ rabbit }: ClusterStage): Promise<{ tried: number; passed: string[] }> {
  const passed: string[] = [];
  let tried = 0;
  for (const { name, host, webPort } of rabbit.nodes)
    for (const tv of TVS)
      for (const [what, attempt] of Object.entries(forbiddenTo(tv))) {
        tried++;
        const end = await endOf(`ws://${host}:${webPort}/ws`, tv, attempt);
        if (end !== 'refused') passed.push(`${what}: TV ${tv} at ${name} (${end})`);
      }
  return { tried, passed };
}

async function endOf(url: string, tv: number, attempt: Attempt): Promise<'passed' | 'refused' | 'no answer'> {
  const { client } = await connectPlayer(url, `tv${tv}`, { username: keyOf(tv), password: PASSWORD });
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
