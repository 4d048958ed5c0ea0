// From version 0.1.0 to this one, and back: a data folder that 0.1.0 has written, and what its page sends.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer } from '../../e2e/stage/connectPlayer.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { TOKEN_010, packets010, writeData010 } from '../../e2e/stage/version010/version010.js';
import { parseAck } from '../makapix/ack.js';
import { run } from './run.js';
import { startBridge, type Bridge, type BridgeOptions } from './startBridge.js';
import { openSqlite } from './storage/openSqlite.js';
import type { SqlRow } from './storage/sql.js';

const KITCHEN = 'msx_IUENEqBDiv615oA2l_x2dTPm2NnshDfTZ1NNaBl5ZthXXfj2uanbrzK';
/** An hour after the last view in the folder, by the clock of whoever tests. */
const LATER_MS = Date.UTC(2026, 10, 27, 13);
const PACE_MS = 6000;

let sample: SamplePackage;
let folder: string;
let file: string;
let bridge: Bridge | undefined;
let nowMs: number;

beforeEach(async () => {
  sample = await samplePackage();
  folder = await mkdtemp(join(tmpdir(), 'upgrade-'));
  file = writeData010(folder);
  nowMs = LATER_MS;
});
afterEach(async () => {
  await bridge?.close();
  bridge = undefined;
  await sample.remove();
  await rm(folder, { recursive: true });
});

async function started(options: BridgeOptions = {}): Promise<Bridge> {
  bridge = await startBridge({ folders: sample.folders, database: file, now: () => nowMs, ...options });
  return bridge;
}

async function stop(): Promise<void> {
  await bridge?.close();
  bridge = undefined;
}

const told = async ({ port }: Bridge, path: string): Promise<unknown> =>
  JSON.parse((await ask(port, path)).text);

/** What is in the file, by a reader that changes nothing. */
async function rows(text: string): Promise<SqlRow[]> {
  const database = openSqlite(file);
  const found = await database.query(text);
  await database.close();
  return found;
}

/** The numbers of tables as the file has them. */
const versionOf = async (): Promise<number> =>
  Number((await rows('SELECT version FROM schema_version'))[0]?.version);

/**
 * Sends what a page of version 0.1.0 has sent, as it was.
 * @param timestampOf when each view is said to have been, by its number; its own where there is none
 * @returns the answers to its views
 */
async function replay({ port }: Bridge, timestampOf?: (view: number) => string): Promise<unknown[]> {
  const [connect, ...rest] = packets010();
  if (connect?.cmd !== 'connect') throw new Error('it has not begun with CONNECT');
  const { will, clientId, username, keepalive, clean } = connect;
  const client = await mqtt.connectAsync(`ws://127.0.0.1:${port}/mqtt`, {
    ...{ clientId, username, keepalive, clean, reconnectPeriod: 0 },
    will: { ...will, payload: Buffer.from(will.payload) },
  });
  const acks: unknown[] = [];
  for (const packet of rest)
    if (packet.cmd === 'subscribe')
      await client.subscribeAsync(
        packet.subscriptions.map(({ topic }) => topic),
        { qos: 1 },
      );
    else if (packet.cmd === 'publish') {
      const isView = packet.topic.endsWith('/view');
      const payload =
        isView && timestampOf
          ? packet.payload.replace(/"timestamp":"[^"]+"/, `"timestamp":"${timestampOf(acks.length)}"`)
          : packet.payload;
      const ack = isView
        ? new Promise<string>((resolve) =>
            client.once('message', (_topic, answer) => resolve(answer.toString())),
          )
        : null;
      await client.publishAsync(packet.topic, payload, { qos: packet.qos });
      if (!ack) continue;
      acks.push(parseAck(await ack));
      nowMs += PACE_MS;
    }
  await client.endAsync();
  return acks;
}

describe('a data folder of version 0.1.0', () => {
  it('is taken over with its TVs, their names and owners, its views and what is counted of them', async () => {
    const before = await rows('SELECT * FROM views ORDER BY view_id');
    const now = await started();
    expect(await told(now, '/api/players')).toMatchObject({
      players: [
        { id: KITCHEN, displayName: 'Kitchen', owner: 'anna', hasToken: true, firmwareVersion: '0.1.0' },
        { displayName: 'Linux at 127.0.0.1', owner: 'home', hasToken: false },
      ],
    });
    expect(await told(now, '/api/stats')).toMatchObject({
      total: 5,
      views: 2,
      impressions: 3,
      perPost: [
        { postId: 201, total: 2 },
        { postId: 202, total: 2 },
        { postId: 204, total: 1 },
      ],
    });
    expect(await told(now, '/api/views')).toMatchObject({ views: [{ postId: 204 }, {}, {}, {}, {}] });
    await stop();
    expect(await rows('SELECT * FROM views ORDER BY view_id')).toEqual(before);
    expect(await versionOf()).toBeGreaterThan(3);
  });

  it('keeps the tokens of its TVs', async () => {
    const { port } = await started({ auth: 'token', adminToken: 'secret' });
    const [connect] = packets010();
    const username = connect?.cmd === 'connect' ? connect.username : '';
    const signIn = (password: string) =>
      connectPlayer(`ws://127.0.0.1:${port}/mqtt`, 'kitchen', { username, password }).then(
        ({ client }) => client.endAsync().then(() => 'signed in'),
        () => 'refused',
      );
    expect([await signIn('another'), await signIn(TOKEN_010)]).toEqual(['refused', 'signed in']);
  });

  it('knows the views that it has when a TV with a page of 0.1.0 sends them once more', async () => {
    expect(await replay(await started())).toMatchObject([{ code: 'duplicate' }, { code: 'duplicate' }]);
  });

  it('gets what a TV with a page of 0.1.0 shows from then on', async () => {
    const now = await started();
    const timestampOf = (view: number): string => `2026-11-27T13:00:0${view}Z`;
    expect(await replay(now, timestampOf)).toEqual([{ success: true }, { success: true }]);
    expect(await told(now, '/api/stats')).toMatchObject({ total: 7, views: 3, impressions: 4 });
    expect(await told(now, '/api/players')).toMatchObject({
      players: [{ id: KITCHEN, currentPostId: null, firmwareVersion: '0.1.0' }, {}],
    });
  });
});

describe('the way back', () => {
  it('is refused by an earlier version as long as the tables are those of a later one', async () => {
    await started();
    await stop();
    const later = openSqlite(file);
    await later.query('UPDATE schema_version SET version = version + 1');
    await later.close();
    await expect(started()).rejects.toThrow(
      /^The database \S+bridge\.db cannot be used \(the database has version \d+, this program knows \d+\): a later version of this program has written it, so start that one or put the copy from before the upgrade in its place\.$/,
    );
  });

  it('is the copy that was made before: it is as the earlier version has left it', async () => {
    const tables = ['players', 'owners', 'posts', 'albums', 'views', 'view_counts', 'schema_version'];
    const contents = () => Promise.all(tables.map((table) => rows(`SELECT * FROM ${table} ORDER BY 1`)));
    const schema = () => rows('SELECT name, sql FROM sqlite_master ORDER BY name');
    const [before, tablesBefore] = [await contents(), await schema()];
    const copy = join(folder, 'copy.db');
    const argv = ['backup', '--data', folder, '--to', copy];
    const quiet = (): void => undefined;
    expect(await run(argv, { env: {}, out: quiet, err: quiet, stopped: new Promise(quiet) })).toBe(0);
    await replay(await started(), (view) => `2026-11-27T13:00:0${view}Z`);
    await stop();
    for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
    await copyFile(copy, file);
    expect(await versionOf()).toBe(3);
    expect([await contents(), await schema()]).toEqual([before, tablesBefore]);
  });
});
