import { beforeEach, expect, test, vi } from 'vitest';
import { createLedger, type Ledger } from './ledger.js';
import { createRandom } from './random.js';
import { createTv, type ChaosTv } from './createTv.js';
import type { World } from './world.js';

let ledger: Ledger;
/** What stands in the engine's database. */
let database: number[];
/** It says that it has thrown the database away. */
let hasDeleted: boolean;
let tv: ChaosTv;

beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
  ledger = createLedger();
  database = [];
  hasDeleted = false;
  const call = (_frame: string, method: string, postId: number): Promise<unknown> => {
    if (method === 'show') database.push(postId);
    return Promise.resolve(method === 'stored' ? database : []);
  };
  const browser = {
    family: 'chromium',
    open: () => Promise.resolve(),
    kill: () => Promise.resolve(),
    hasDeletedDatabase: () => hasDeleted,
    said: () => ['its own words'],
    call,
  } as unknown as World['browser'];
  const server = { arrived: [] } as unknown as World['server'];
  const broker = { url: '' } as World['broker'];
  const until: World['until'] = async (isSo) => {
    await isSo();
  };
  tv = createTv({ playerKey: '', broker, server, browser, random: createRandom(1), ledger, until });
  await tv.open();
  await tv.show(true);
  await tv.show(true);
  return () => vi.useRealTimers();
});

test('views in a database that the engine says it threw away are gone, and not lost by us', async () => {
  database = [];
  hasDeleted = true;
  await tv.restart();
  expect([...ledger.gone]).toEqual([1, 2]);
  expect(ledger.mishaps['database deleted']).toBe(1);
});

test('views that went without its word are not excused, not even by a database that it throws away later', async () => {
  database = [2];
  await tv.restart();
  database = [];
  hasDeleted = true;
  await tv.restart();
  expect([...ledger.gone]).toEqual([2]);
  expect(ledger.unexplained.join('\n')).toMatch(/^views 1 vanished .*\nits own words$/);
});

test('a start that finds all views says nothing', async () => {
  hasDeleted = true;
  await tv.restart();
  expect(ledger.gone.size).toBe(0);
  expect(ledger.mishaps).toEqual({});
});
