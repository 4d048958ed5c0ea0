import { randomUUID } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { CommandResult } from '../commands/commandStore.js';
import { commandText, commandTopics } from '../commands/commandText.js';
import type { Command } from '../commands/commandTypes.js';
import { readPlayerWord, type PlayerWord } from '../commands/readPlayerWord.js';
import { pause } from '../limits/pause.js';
import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { reasonOf } from '../text/reasonOf.js';
import { ANSWER_TIMEOUT_MS } from './askForMessages.js';
import type { BrokerFault } from './brokerFault.js';
import type { BrokerUrl } from './readBrokerUrl.js';
import { watchConnection } from './watchConnection.js';

/** What became of a command on one TV. */
export interface PlayerResult {
  playerKey: string;
  commandId: string;
  result: CommandResult;
  /** Why it is not `ok`; null where nobody says. */
  error: string | null;
}

interface Order {
  broker: BrokerUrl;
  /** Empty = every player whose capabilities the broker has retained. */
  players: readonly string[];
  command: Command;
  /** So long each may take, from the moment at which it is to be done. */
  timeoutMs: number;
  /** The person wants it to end. */
  stopped: AbortSignal;
}

/** When nothing retained comes for so long, there is no more. */
const QUIET_MS = 1000;

const CAPABILITIES = 'makapix/player/+/capabilities';

/**
 * Sends one command to players over a broker, and waits for their answers.
 * @returns one result for each player, in their order; none where the broker has retained nobody's capabilities
 * @throws a BridgeProblem `broker_…`
 */
export async function sendOverBroker(order: Order): Promise<PlayerResult[]> {
  const { broker, stopped } = order;
  const client = mqtt.connect(settingsOf(broker));
  const connection = watchConnection(client, broker.shown);
  const lost = connection.ended.then((ending) => {
    throw problemOf(ending.kind === 'lost' ? ending.fault : { sentence: 'Stopped before anything was sent' });
  });
  lost.catch(() => undefined); // after the end it is of no interest
  stopped.addEventListener('abort', () => connection.goodbye({ kind: 'stopped' }));
  try {
    const connected = new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await Promise.race([connected, lost]);
    const players =
      order.players.length > 0 ? order.players : await Promise.race([find(client, stopped), lost]);
    return await Promise.race([ask(client, { ...order, players }), lost]);
  } finally {
    connection.goodbye({ kind: 'stopped' });
    await connection.ended;
  }
}

function settingsOf({ protocol, host, port, path, username, password }: BrokerUrl): IClientOptions {
  return {
    protocol,
    host,
    hostname: host,
    port,
    path,
    clientId: `msx-command-${randomUUID()}`,
    connectTimeout: ANSWER_TIMEOUT_MS,
    reconnectPeriod: 0,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

const problemOf = ({ code = 'broker_unreachable', sentence }: BrokerFault): BridgeProblem =>
  bridgeProblem(code, `${sentence}.`);

async function subscribe(client: MqttClient, topics: string | string[]): Promise<void> {
  try {
    await client.subscribeAsync(topics, { qos: 1 });
  } catch (error) {
    throw bridgeProblem(
      'broker_refused',
      `The broker refuses the subscription (${reasonOf(error)}): let the user read ${String(topics)}.`,
    );
  }
}

/** Hears what players say. @returns ends it */
function hear(client: MqttClient, onWord: (word: PlayerWord) => void): () => void {
  const listener = (topic: string, payload: Buffer): void => {
    const word = readPlayerWord(topic, payload);
    if (word) onWord(word);
  };
  client.on('message', listener);
  return () => void client.off('message', listener);
}

/** The players that have left what they can do with the broker. */
async function find(client: MqttClient, stopped: AbortSignal): Promise<string[]> {
  const found = new Set<string>();
  let isQuiet = false;
  const end = hear(client, ({ playerKey }) => {
    isQuiet = false;
    found.add(playerKey);
  });
  await subscribe(client, CAPABILITIES);
  while (!isQuiet && !stopped.aborted) {
    isQuiet = true;
    await pause(QUIET_MS, stopped);
  }
  end();
  await client.unsubscribeAsync(CAPABILITIES);
  return [...found].sort();
}

async function ask(
  client: MqttClient,
  { players, command, timeoutMs, stopped }: Order,
): Promise<PlayerResult[]> {
  const results = new Map<string, PlayerResult>(
    players.map((playerKey) => [
      playerKey,
      { playerKey, commandId: randomUUID(), result: 'no_answer', error: null },
    ]),
  );
  const over = new AbortController();
  stopped.addEventListener('abort', () => over.abort());
  let left = players.length;
  if (left === 0 || stopped.aborted) return [...results.values()];
  const end = hear(client, (word) => {
    const known = results.get(word.playerKey);
    if (word.kind !== 'ack' || known?.commandId !== word.ack.commandId || known.result !== 'no_answer')
      return;
    const { status, error } = word.ack;
    results.set(word.playerKey, { ...known, result: status, error });
    left--;
    if (left === 0) over.abort();
  });
  await subscribe(
    client,
    players.map((playerKey) => commandTopics(playerKey).ack),
  );
  const sentAtMs = Date.now();
  await Promise.all(
    [...results.values()].map(({ playerKey, commandId }) =>
      client.publishAsync(commandTopics(playerKey).command, commandText(commandId, command, sentAtMs), {
        qos: 1,
      }),
    ),
  );
  const { at } = command.payload;
  await pause((typeof at === 'number' ? Math.max(0, at - sentAtMs) : 0) + timeoutMs, over.signal);
  end();
  return [...results.values()];
}
