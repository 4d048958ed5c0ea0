import { afterAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import type { CommandRecord } from '../commands/commandStore.js';
import type { Said } from '../commands/wordStore.js';
import { commandStore } from './commandStore.js';
import { playerStore } from './playerStore.js';
import type { Database } from './sql.js';
import { wordStore } from './wordStore.js';

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

const word = (playerKey: string, body: string, atMs: number): Said => ({
  ...{ kind: 'word', playerKey, word: 'state', body, atMs },
});
const ack = (commandId: string, status: 'ok' | 'error', playerKey = 'key-a'): Said => ({
  ...{
    kind: 'ack',
    playerKey,
    atMs: 9000,
    ack: { commandId, status, error: status === 'ok' ? null : 'No.' },
  },
});
const sent = (commandId: string, fields: Partial<CommandRecord> = {}): CommandRecord => ({
  ...{ commandId, playerId: 'msx_a', type: 'stop', payload: {}, sender: { by: 'token', address: '' } },
  ...{ sentAtMs: 1000, result: 'no_answer', error: 'The TV did not answer within 10 s.', endedAtMs: 2000 },
  ...fields,
});

async function addPlayers(database: Database): Promise<void> {
  for (const one of ['a', 'b'])
    await database.query(
      `INSERT INTO players (player_id, player_key, display_name, owner, platform, user_agent, address,
         registered_at_ms, last_activity_at_ms) VALUES (?, ?, '', 'home', '', '', '', 0, 0)`,
      [`msx_${one}`, `key-${one}`],
    );
}

const wordsIn = (database: Database) =>
  database.query('SELECT player_key, word, body, at_ms FROM player_words ORDER BY player_key, word');

describe.each(testDatabases())('what players say in $name', (kind) => {
  afterAll(() => kind.end?.(), STARTING_MS);

  it(
    'is the last word of each on each topic, whichever of two workers is later',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      await addPlayers(database);
      const store = wordStore(database);
      await store.keep([
        word('key-a', '{"is_paused":true}', 10),
        word('key-b', '{}', 11),
        word('key-a', '{"is_paused":false}', 12),
        { kind: 'word', playerKey: 'key-a', word: 'health', body: '{"a":1}', atMs: 12 },
        word('key-c', '{}', 13),
      ]);
      await store.keep([word('key-a', '{"late":true}', 11), word('key-b', '{"new":true}', 12)]);
      expect(await wordsIn(database)).toEqual([
        { player_key: 'key-a', word: 'health', body: '{"a":1}', at_ms: 12 },
        { player_key: 'key-a', word: 'state', body: '{"is_paused":false}', at_ms: 12 },
        { player_key: 'key-b', word: 'state', body: '{"new":true}', at_ms: 12 },
      ]);
      await playerStore(database).remove('msx_a');
      expect(await wordsIn(database)).toHaveLength(1);
      await close();
    },
    STARTING_MS,
  );

  it(
    'ends a command that nobody has an answer to: the first answer, of its own player',
    async (context) => {
      if (kind.skip !== undefined) context.skip(kind.skip);
      const { database, close } = await kind.open();
      await addPlayers(database);
      const commands = commandStore(database);
      await commands.add([sent('late'), sent('known', { result: 'ok', error: null }), sent('other')]);
      await wordStore(database).keep([
        ...[ack('late', 'ok'), ack('late', 'error'), ack('known', 'error')],
        ...[ack('other', 'ok', 'key-b'), ack('never sent', 'ok')],
      ]);
      const history = Object.fromEntries((await commands.last('msx_a')).map((one) => [one.commandId, one]));
      expect(history).toMatchObject({
        late: { result: 'ok', error: null, endedAtMs: 9000 },
        known: { result: 'ok', endedAtMs: 2000 },
        other: { result: 'no_answer', endedAtMs: 2000 },
      });
      await close();
    },
    STARTING_MS,
  );
});
