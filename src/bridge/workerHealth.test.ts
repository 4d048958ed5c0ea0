// What a machine asks a worker, as it is started by the command line.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { aView } from '../../e2e/stage/connectPlayer.js';
import { MOSQUITTO, startMosquitto } from '../../e2e/stage/startMosquitto.js';
import { topicsOf } from '../makapix/topicsOf.js';
import { runWorker } from './runWorker.js';
import { openTables } from './storage/openTables.js';

let folder: string;
const workers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-'));
});
afterEach(async () => {
  for (const stop of workers.splice(0)) await stop();
  await rm(folder, { recursive: true });
});

/** @returns its port for health */
async function startWorker(broker: string, database: string): Promise<number> {
  const said: string[] = [];
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const argv = ['--broker', broker, '--database', database, '--health-port', '0'];
  const take = (line: string): void => void said.push(line);
  const ended = runWorker(argv, { env: {}, out: take, err: take, stopped });
  workers.push(async () => {
    stop();
    expect(await ended, said.join('\n')).toBe(0);
  });
  return vi.waitFor(() => {
    const port = /http:\/\/127\.0\.0\.1:(\d+)\/readyz/.exec(said.join('\n'))?.[1];
    expect(port, said.join('\n')).toBeDefined();
    return Number(port);
  });
}

const checksOf = async (port: number): Promise<unknown> => {
  const { status, text } = await ask(port, '/readyz');
  return { status, ...(JSON.parse(text) as { checks: object }).checks };
};

describe('a worker that is asked how it is', () => {
  it('says that the broker is away', async () => {
    const port = await startWorker('mqtt://127.0.0.1:1', join(folder, 'views.db'));
    expect((await ask(port, '/healthz')).status).toBe(200);
    await vi.waitFor(async () =>
      expect(await checksOf(port)).toMatchObject({
        status: 503,
        database: null,
        broker: { code: 'broker-away' },
      }),
    );
  });

  it('says that the database has not answered yet', async () => {
    const port = await startWorker('mqtt://127.0.0.1:1', 'postgres://u@127.0.0.1:1/db');
    expect(await checksOf(port)).toMatchObject({
      status: 503,
      database: { code: 'database-away' },
      broker: { code: 'broker-away' },
    });
    expect((await ask(port, '/metrics')).text).toContain('msx_ready{check="database"} 0');
  });

  it.skipIf(MOSQUITTO === null)(
    'is ready once the broker has granted what it needs, and counts',
    async () => {
      const database = join(folder, 'views.db');
      const broker = await startMosquitto({ worker: 'secret', server: 'secret' });
      const prepared = await openTables(database, () => undefined);
      await prepared.query(
        `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms) VALUES ('msx_tv', 'tv', '', 'home', '', '', '', 0, 0)`,
      );
      await prepared.close();
      const port = await startWorker(`mqtt://worker:secret@127.0.0.1:${broker.tcpPort}`, database);
      await vi.waitFor(
        async () => expect(await checksOf(port)).toEqual({ status: 200, database: null, broker: null }),
        { timeout: 10_000 },
      );
      const tv = await mqtt.connectAsync(`mqtt://server:secret@127.0.0.1:${broker.tcpPort}`);
      await tv.publishAsync(topicsOf('tv').view, JSON.stringify(aView('tv')), { qos: 1 });
      await vi.waitFor(async () =>
        expect((await ask(port, '/metrics')).text).toContain('msx_views_total{result="post_not_found"} 1'),
      );
      await tv.endAsync();
      await broker.close();
      await vi.waitFor(
        async () =>
          expect(await checksOf(port)).toMatchObject({ status: 503, broker: { code: 'broker-away' } }),
        { timeout: 10_000 },
      );
    },
  );
});
