import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../../../e2e/stage/testDatabases.js';
import { ownerStore } from './ownerStore.js';
import { reactionStore } from './reactionStore.js';
import type { Database } from './sql.js';

/** A database server takes its time on a busy machine. */
const STARTING_MS = 60_000;

describe.each(testDatabases())('reactions in $name', (kind) => {
  let database: Database;
  let close: () => Promise<void>;
  beforeEach(async (context) => {
    if (kind.skip !== undefined) context.skip(kind.skip);
    ({ database, close } = await kind.open());
    await ownerStore(database).add('anna');
  }, STARTING_MS);
  afterEach(async () => {
    if (kind.skip === undefined) await close();
  });
  afterAll(() => kind.end?.(), STARTING_MS);

  const add = (emoji: string, { owner = 'home', post = 1, atMs = 0 } = {}, of = database) =>
    reactionStore(of).add(owner, post, emoji, atMs, 5);

  it('are kept once for each owner, post and sign, in any writing', async () => {
    for (let times = 0; times < 2; times++) expect(await add('❤️')).toBe('there');
    await add('❤️', { owner: 'anna' });
    await add('❤️', { post: 3_000_000_000 });
    await add('\0');
    const rows = await database.query(
      'SELECT owner, post_id, emoji FROM reactions ORDER BY owner, post_id, emoji',
    );
    expect(rows.map(({ owner, post_id, emoji }) => [owner, Number(post_id), emoji])).toEqual([
      ['anna', 1, '❤️'],
      ['home', 1, '❤️'],
      ['home', 1, '\ufffd'],
      ['home', 3_000_000_000, '❤️'],
    ]);
  });

  it('are listed by post, the last one first', async () => {
    await add('a', { post: 1, atMs: 1 });
    await add('a', { post: 2, atMs: 2 });
    await add('b', { post: 1, atMs: 3 });
    await add('a', { post: 3, atMs: 4, owner: 'anna' });
    expect(await reactionStore(database).ofOwner('home')).toEqual([
      { postId: 1, atMs: 3 },
      { postId: 2, atMs: 2 },
    ]);
  });

  it('are gone when they are taken away, which may be done twice', async () => {
    await add('a');
    await add('a', { owner: 'anna' });
    for (let times = 0; times < 2; times++) await reactionStore(database).remove('home', 1, 'a');
    expect(await reactionStore(database).ofOwner('home')).toEqual([]);
    expect(await reactionStore(database).ofOwner('anna')).toHaveLength(1);
  });

  it('are five for a post at most, however many come at the same time', async () => {
    const second = await kind.open(database);
    const both = [database, second.database];
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => add(`${i}`, {}, both[i % 2])));
    expect(answers.filter((answer) => answer === 'there')).toHaveLength(5);
    expect(await database.query('SELECT emoji FROM reactions')).toHaveLength(5);
    await second.close();
  });
});
