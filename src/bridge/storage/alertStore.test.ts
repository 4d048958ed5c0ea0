import { afterAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { alertStore } from './alertStore.js';

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

describe.each(testDatabases())('alerts in $name', (kind) => {
  afterAll(() => kind.end?.(), STARTING_MS);

  it(
    'are kept, told in order to each target, and forgotten',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      const store = alertStore(database);
      const message = (target: string, body: string) => ({ target, body, madeAtMs: 1_764_000_000_000 });
      await store.save({
        watches: [
          { playerId: 'msx_a', text: '1' },
          { playerId: '', text: '2' },
        ],
        messages: [message('webhook', 'a'), message('broker', 'b'), message('webhook', 'c')],
      });
      await store.save({
        watches: [
          { playerId: 'msx_a', text: '3' },
          { playerId: '', text: null },
        ],
        messages: [],
      });
      expect(await store.watches()).toEqual([{ playerId: 'msx_a', text: '3' }]);
      const first = await store.first('webhook');
      expect(first).toMatchObject({ body: 'a', madeAtMs: 1_764_000_000_000 });
      await store.remove(first!.messageId);
      expect(await store.first('webhook')).toMatchObject({ body: 'c' });
      expect(await store.first('broker')).toMatchObject({ body: 'b' });
      expect(await store.first('nobody')).toBeNull();
      await close();
    },
    STARTING_MS,
  );
});
