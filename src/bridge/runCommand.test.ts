import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { playerKeyOf } from '../makapix/playerKeyOf.js';
import { connectPlayer, type TestPlayer } from '../../e2e/stage/connectPlayer.js';
import { MOSQUITTO, freePort, startMosquitto } from '../../e2e/stage/startMosquitto.js';
import { makapixAccess, startTestBroker } from '../../e2e/stage/startTestBroker.js';
import { runCommand } from './runCommand.js';

const SERVER = 'server';
const PASSWORD = 'p#w';
const TVS = ['a', 'b', 'away'].map(playerKeyOf);
const [A, B, AWAY] = TVS as [string, string, string];

interface TestedBroker {
  /** For TVs. */
  url: string;
  /** For the command. */
  broker: string;
  close(): Promise<void>;
}

const withName = (url: string): string => url.replace('://', `://${SERVER}:${encodeURIComponent(PASSWORD)}@`);

async function aedes(): Promise<TestedBroker> {
  const started = await startTestBroker({
    signIn: ({ username, password }) => (username === SERVER && password !== PASSWORD ? 4 : 0),
    mayAccess: makapixAccess(SERVER),
  });
  return { url: started.url, broker: withName(started.url), close: () => started.close() };
}

/** With the access list of docs/broker.md. */
async function mosquitto(): Promise<TestedBroker> {
  const users = { ...Object.fromEntries(TVS.map((key) => [key, 'tv'])), [SERVER]: PASSWORD };
  const started = await startMosquitto(users);
  return {
    url: started.url,
    broker: withName(`mqtt://127.0.0.1:${started.tcpPort}`),
    close: () => started.close(),
  };
}

let out: string[];
let err: string[];
const connected: TestPlayer[] = [];
beforeEach(() => {
  [out, err] = [[], []];
});
afterEach(() => {
  for (const { client } of connected.splice(0)) client.end(true);
});

const run = (
  argv: string[],
  env: NodeJS.ProcessEnv = {},
  stopped: Promise<unknown> = new Promise(() => undefined),
) => runCommand(argv, { env, out: (line) => out.push(line), err: (line) => err.push(line), stopped });

describe.each([
  { name: 'aedes', start: aedes, skip: undefined },
  {
    name: 'mosquitto',
    start: mosquitto,
    skip: MOSQUITTO === null ? 'SKIPPED: mosquitto is not installed' : undefined,
  },
])('a command over $name', ({ start, skip }) => {
  let broker: TestedBroker;
  beforeAll(async () => {
    if (skip === undefined) broker = await start();
  });
  afterAll(async () => {
    if (skip === undefined) await broker.close();
  });

  /** A TV that has left its capabilities, and answers. */
  async function tv(deviceId: string, answer: object | null): Promise<{ heard: Record<string, unknown>[] }> {
    const player = await connectPlayer(broker.url, deviceId, { password: 'tv' });
    connected.push(player);
    const { client, playerKey } = player;
    const own = `makapix/player/${playerKey}/`;
    const heard: Record<string, unknown>[] = [];
    client.on('message', (_topic, payload) => {
      const message = JSON.parse(payload.toString()) as Record<string, unknown>;
      heard.push(message);
      if (answer)
        client.publish(`${own}command/ack`, JSON.stringify({ command_id: message.command_id, ...answer }), {
          qos: 1,
        });
    });
    await client.subscribeAsync(`${own}command`, { qos: 1 });
    await client.publishAsync(`${own}capabilities`, '{"features":{}}', { qos: 1, retain: true });
    return { heard };
  }
  const OK = { status: 'ok', error: null };
  const send = (...argv: string[]) => run(argv, { BRIDGE_BROKER: broker.broker });

  it('is done by the TV, which is 0', async (context) => {
    if (skip !== undefined) context.skip(skip);
    const { heard } = await tv('a', OK);
    expect(await send('--player', A, 'seek', '--payload', '{"position":90}')).toBe(0);
    expect([out, err]).toEqual([[`${A}  ok`], []]);
    expect(heard).toMatchObject([{ command_type: 'seek', payload: { position: 90 } }]);
  });

  it.for<[object | null, number, string]>([
    [{ status: 'error', error: 'Nothing turns.' }, 1, `${A}  error: Nothing turns.`],
    [{ status: 'unsupported', error: null }, 3, `${A}  unsupported`],
    [null, 4, `${A}  no answer`],
  ])('that is answered with %j is %i', async ([answer, code, line], context) => {
    if (skip !== undefined) context.skip(skip);
    await tv('a', answer);
    expect(await send('--player', A, '--timeout', answer ? '10' : '0.3', 'swap_next')).toBe(code);
    expect(out).toEqual([line]);
  });

  it('goes to several TVs, of which one that fails counts', async (context) => {
    if (skip !== undefined) context.skip(skip);
    await tv('a', OK);
    await tv('b', { status: 'unsupported', error: 'Too old.' });
    expect(await send('--player', A, '--player', B, '--log', 'json', 'stop')).toBe(3);
    expect(out.map((line) => JSON.parse(line) as object)).toMatchObject([
      { player_key: A, result: 'ok', error: null },
      { player_key: B, result: 'unsupported', error: 'Too old.' },
    ]);
    expect(await send('--player', B, '--player', AWAY, '--timeout', '0.5', 'stop')).toBe(4);
  });

  it('goes to all that have left their capabilities', async (context) => {
    if (skip !== undefined) context.skip(skip);
    await tv('a', OK);
    await tv('b', OK);
    expect(await send('stop')).toBe(0);
    expect(out).toEqual([A, B].sort().map((key) => `${key}  ok`));
  });

  it('says that the broker does not know the password, without it', async (context) => {
    if (skip !== undefined) context.skip(skip);
    expect(await run(['--broker', broker.broker.replace('p%23w', 'wrong'), '--player', A, 'stop'])).toBe(1);
    expect(err.join()).toContain('check user name and password');
    expect(err.join()).not.toContain('wrong');
  });
});

describe('a command line', () => {
  it.each([
    [[], '--broker is missing'],
    [['--broker', 'http://a', 'stop'], '--broker takes an address'],
    [['--broker', 'mqtt://a'], 'Name one command'],
    [['--broker', 'mqtt://a', 'stop', 'reload'], 'Name one command'],
    [['--broker', 'mqtt://a', 'fly'], 'There is no command of this type'],
    [['--broker', 'mqtt://a', 'seek'], 'position of seek must be'],
    [['--broker', 'mqtt://a', 'seek', '--payload', '90,'], '--payload must be JSON'],
    [['--broker', 'mqtt://a', 'stop', '--player', A.toUpperCase()], '--player takes a player key'],
    [['--broker', 'mqtt://a', 'stop', '--timeout', '0'], '--timeout must be'],
    [['--broker', 'mqtt://a', 'stop', '--fast'], 'see command --help for the options'],
  ])('%j is wrong, which is 2', async (argv, sentence) => {
    expect(await run(argv)).toBe(2);
    expect(err).toEqual([expect.stringContaining(sentence)]);
  });

  it('explains itself', async () => {
    expect(await run(['--help'])).toBe(0);
    expect(out.join('\n')).toContain('--player <key>');
  });
});

it('says that no broker is there', async () => {
  expect(await run(['--broker', `mqtt://127.0.0.1:${await freePort()}`, '--player', A, 'stop'])).toBe(1);
  expect(err).toEqual([expect.stringContaining('cannot be reached (ECONNREFUSED)')]);
});

it('says that nobody has left anything, and ends when it is stopped', async () => {
  const broker = await startTestBroker();
  const { url } = broker;
  expect(await run(['--broker', url, 'stop'])).toBe(4);
  expect(err).toEqual(['No TV has left its capabilities with the broker: name one with --player.']);
  const stop = Promise.resolve();
  expect(await run(['--broker', url, '--player', A, '--timeout', '300', 'stop'], {}, stop)).not.toBe(0);
  await broker.close();
});
