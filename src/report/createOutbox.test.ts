import 'fake-indexeddb/auto';
import { setTimeout as pause } from 'node:timers/promises';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../tvx/notice.js';
import { createStore, keys } from 'idb-keyval';
import { createIndexedDbKv } from './createIndexedDbKv.js';
import { createLocalStorageKv, createMemoryKv } from './createTextKv.js';
import type { Kv } from './kv.js';
import { createOutbox, type Outbox } from './createOutbox.js';
import type { StoredView } from './storedView.js';

let pages = 0;
let notices: Notice[];
/** Whether the head is being sent. */
let busy: boolean;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  Object.assign(globalThis, { localStorage: fakeLocalStorage() });
  notices = [];
  busy = false;
});

/** localStorage as a TV has it; `room` = how many entries it takes. */
function fakeLocalStorage(room = Infinity): object {
  return new Proxy<Record<string, string>>(
    {},
    {
      set: (values, key: string, value: string) => {
        if (!(key in values) && Object.keys(values).length >= room) throw new Error('QuotaExceededError');
        values[key] = value;
        return true;
      },
    },
  );
}

/** A page of the plugin. To kill it is to never call it again. */
function page(
  options: { ladder?: Kv[]; broker?: string; maxQueued?: number } = {},
): Outbox & { changes: () => number } {
  let changes = 0;
  const outbox = createOutbox({
    page: `page${pages++}`,
    ladder: options.ladder ?? [createIndexedDbKv(), createLocalStorageKv(), createMemoryKv()],
    broker: options.broker ?? 'ws://broker',
    maxQueued: options.maxQueued ?? 5000,
    log: (notice) => notices.push(notice),
    isBusy: () => busy,
    changed: () => changes++,
  });
  return {
    ...outbox,
    open: async () => {
      await outbox.open();
      await settled(outbox);
    },
    changes: () => changes,
  };
}

const view = (postId: number): StoredView => ({
  facts: { postId, intent: 'channel', playOrder: 0, channel: 'all', userSqid: null, hashtag: null },
  shownAtMs: 1000 * postId,
  page: 'p',
  placeMs: 0,
  rounds: 0,
});

/** What is done before a view is sent. @returns the view, or null where another page reports. */
async function mark(outbox: Outbox, timestamp: string): Promise<StoredView | null> {
  const { key, view: given } = outbox.head()!;
  const marked = { ...given, timestamp: given.timestamp ?? timestamp };
  outbox.trim();
  await outbox.mark(key, { timestamp: marked.timestamp }, { lastSentAtMs: 5 });
  return outbox.isOwner() ? marked : null;
}

/** Until everything that was begun is stored. */
async function settled(outbox: Outbox): Promise<void> {
  await expect.poll(() => outbox.waiting() === 0 || outbox.head() !== null || !outbox.isOwner()).toBe(true);
  for (let i = 0; i < 10; i++) await pause();
}

/** Sends everything, in the order of the queue. */
async function drain(outbox: Outbox): Promise<number[]> {
  await settled(outbox);
  const posts: number[] = [];
  while (outbox.head()) {
    const marked = await mark(outbox, 't');
    if (!marked) break;
    posts.push(marked.facts.postId);
    outbox.leave(outbox.head()!.key, 'sent');
    await settled(outbox);
  }
  return posts;
}

/** What stands in IndexedDB. */
const storedKeys = (): Promise<string[]> => keys(createStore('makapix-report', 'outbox'));

const codes = (): string[] => notices.map(({ code }) => code);

describe.each<[string, () => Kv[]]>([
  ['IndexedDB', () => [createIndexedDbKv(), createMemoryKv()]],
  ['localStorage', () => [createLocalStorageKv(), createMemoryKv()]],
])('the outbox in %s', (_, ladder) => {
  it('gives back what was added, in order, also what came before it was open', async () => {
    const outbox = page({ ladder: ladder() });
    outbox.add(view(1));
    outbox.add(view(2));
    expect(outbox.head()).toBeNull();
    expect(outbox.waiting()).toBe(2);
    await outbox.open();
    outbox.add(view(3));
    await settled(outbox);
    expect(await drain(outbox)).toEqual([1, 2, 3]);
    expect(outbox.state().sent).toBe(3);
    expect(outbox.waiting()).toBe(0);
    expect(notices).toEqual([]);
  });

  it('hands a view to be sent only after it is stored', async () => {
    const outbox = page({ ladder: ladder() });
    await outbox.open();
    outbox.add(view(1));
    expect(outbox.head()).toBeNull();
    await settled(outbox);
    expect(outbox.head()!.view.timestamp).toBeUndefined();
    const other = page({ ladder: ladder() });
    await other.open();
    expect(other.waiting()).toBe(1);
  });

  it('survives a kill before a view is sent', async () => {
    const first = page({ ladder: ladder() });
    await first.open();
    [1, 2, 3].forEach((id) => first.add(view(id)));
    await settled(first);
    const second = page({ ladder: ladder() });
    await second.open();
    second.add(view(4));
    await settled(second);
    expect(await drain(second)).toEqual([1, 2, 3, 4]);
  });

  it('sends the same again after a kill between send and answer', async () => {
    const first = page({ ladder: ladder() });
    await first.open();
    first.add(view(1));
    await settled(first);
    await mark(first, 'first');

    const second = page({ ladder: ladder() });
    await second.open();
    expect(second.head()!.view.timestamp).toBe('first');
    const prepared = await mark(second, 'second');
    expect(prepared).toMatchObject({ timestamp: 'first' });
    expect(second.state().lastSentAtMs).toBe(5);
  });

  it('does not send again after a kill when the view had left', async () => {
    const first = page({ ladder: ladder() });
    await first.open();
    [1, 2].forEach((id) => first.add(view(id)));
    await settled(first);
    await mark(first, 't');
    first.leave(first.head()!.key, 'sent');
    await settled(first);
    const second = page({ ladder: ladder() });
    await second.open();
    expect(second.state()).toMatchObject({ sent: 1 });
    expect(await drain(second)).toEqual([2]);
  });

  it('lets a view go to the end, with what was marked, also across a kill', async () => {
    const first = page({ ladder: ladder() });
    await first.open();
    [1, 2].forEach((id) => first.add(view(id)));
    await settled(first);
    await mark(first, 'first');
    first.leave(first.head()!.key, 'to-end');
    await settled(first);
    const second = page({ ladder: ladder() });
    await second.open();
    expect(second.waiting()).toBe(2);
    expect(await drain(second)).toEqual([2, 1]);
    expect(second.state().sent).toBe(2);
  });

  it('drops the oldest beyond its bound, counts them, and says so once', async () => {
    const outbox = page({ ladder: ladder(), maxQueued: 3 });
    await outbox.open();
    [1, 2, 3, 4, 5].forEach((id) => outbox.add(view(id)));
    await settled(outbox);
    expect(outbox.state().dropped).toBe(2);
    expect(codes()).toEqual(['outbox-dropped']);
    const next = page({ ladder: ladder(), maxQueued: 3 });
    await next.open();
    expect(next.state().dropped).toBe(2);
    expect(await drain(next)).toEqual([3, 4, 5]);
  });

  it('does not drop the view that may be answered, until it would be sent again', async () => {
    const outbox = page({ ladder: ladder(), maxQueued: 2 });
    await outbox.open();
    [1, 2].forEach((id) => outbox.add(view(id)));
    await settled(outbox);
    await mark(outbox, 't');
    busy = true;
    outbox.add(view(3));
    await settled(outbox);
    expect(outbox.state().dropped).toBe(0);
    busy = false;
    await mark(outbox, 't'); // it would be sent again now
    await settled(outbox);
    expect(outbox.state().dropped).toBe(1);
    expect(await drain(outbox)).toEqual([2, 3]);
  });

  it('gives a new view before the unanswered ones, also where it came while one of those was looked for', async () => {
    const [shared] = ladder();
    const before = page({ ladder: [shared!] });
    await before.open();
    before.add(view(1));
    await settled(before);
    before.leave(before.head()!.key, 'unanswered');
    await expect.poll(() => before.unanswered()).toBe(1);

    let letRead = (): void => undefined;
    const read = new Promise<void>((resolve) => (letRead = resolve));
    let isAsked = false;
    const slow: Kv = {
      kind: shared!.kind,
      change: async (key, decide) => {
        await shared!.change(key, decide);
        if (key !== 'view:1' || isAsked) return;
        isAsked = true;
        await read;
      },
    };
    const after = page({ ladder: [slow] });
    void after.open();
    await expect.poll(() => isAsked).toBe(true);
    after.add(view(2));
    await expect.poll(() => after.waiting()).toBe(1);
    await settled(before);
    letRead();
    await expect.poll(() => after.head()?.view.facts.postId).toBe(2);
  });

  it('remembers what the pages hand on', async () => {
    const first = page({ ladder: ladder() });
    await first.open();
    first.noteAttempts([1, 2, 3]);
    await settled(first);
    const second = page({ ladder: ladder() });
    await second.open();
    expect(second.state().attempts).toEqual([1, 2, 3]);
  });
});

describe('two pages at once', () => {
  it('do not send a view twice: the one that came last reports', async () => {
    const before = page();
    await before.open();
    before.add(view(1));
    await settled(before);
    const after = page();
    await after.open();
    expect(after.isOwner()).toBe(true);
    // The old page does not know yet, and tries.
    expect(await mark(before, 't')).toBeNull();
    expect(before.isOwner()).toBe(false);
    expect(before.head()).toBeNull();
    expect(codes()).toEqual(['outbox-passive']);
    expect(await drain(after)).toEqual([1]);
  });

  it('lose no view: what the old page adds is sent by the new one', async () => {
    const before = page();
    await before.open();
    const after = page();
    await after.open();
    await before.beat();
    expect(before.isOwner()).toBe(false);
    before.add(view(1));
    await settled(before);
    after.add(view(2));
    await after.beat();
    await settled(after);
    expect((await drain(after)).sort()).toEqual([1, 2]);
  });

  it('come back to one: the old page takes over when the new one is gone without a word', async () => {
    const before = page();
    await before.open();
    const after = page();
    await after.open();
    after.add(view(1));
    await settled(after);
    await before.beat();
    for (let i = 0; i < 3; i++) {
      await before.beat();
      expect(before.isOwner()).toBe(false);
    }
    await before.beat();
    expect(before.isOwner()).toBe(true);
    expect(await drain(before)).toEqual([1]);
    await after.beat();
    expect(after.isOwner()).toBe(false);
  });

  it('stay two as long as the new one lives', async () => {
    const before = page();
    await before.open();
    const after = page();
    await after.open();
    for (let i = 0; i < 10; i++) {
      await after.beat();
      await before.beat();
    }
    expect([before.isOwner(), after.isOwner()]).toEqual([false, true]);
  });

  it('come back to one at once when the new page closes as it should', async () => {
    const before = page();
    await before.open();
    const after = page();
    await after.open();
    await before.beat();
    after.release();
    await before.beat();
    expect(before.isOwner()).toBe(true);
  });

  it('send nothing twice when the old page comes back to what the new one has sent', async () => {
    const before = page();
    await before.open();
    [1, 2].forEach((id) => before.add(view(id)));
    await settled(before);
    const after = page();
    await after.open();
    await before.beat();
    await mark(after, 't');
    after.leave(after.head()!.key, 'sent');
    await settled(after);
    after.release();
    await before.beat();
    await settled(before);
    expect(await drain(before)).toEqual([2]);
  });

  it('send the same when the old page has to send again what the new one had begun', async () => {
    const before = page();
    await before.open();
    before.add(view(1));
    await settled(before);
    const after = page();
    await after.open();
    await before.beat();
    await mark(after, 'first');
    after.release();
    await before.beat();
    await settled(before);
    const prepared = await mark(before, 'second');
    expect(prepared).toMatchObject({ timestamp: 'first' });
  });

  it('send their views in the order in which they were added, whichever page added them', async () => {
    const before = page();
    await before.open();
    const after = page();
    await after.open();
    for (let id = 1; id <= 6; id += 2) {
      before.add(view(id));
      await settled(before);
      after.add(view(id + 1));
      await settled(after);
    }
    expect(await drain(after)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('do not let a page that lost the lease without knowing it overwrite what the other one remembers', async () => {
    const before = page();
    await before.open();
    [1, 2].forEach((id) => before.add(view(id)));
    await settled(before);
    await mark(before, 't');
    const after = page();
    await after.open();
    after.noteAttempts([9]);
    await settled(after);
    before.leave(before.head()!.key, 'sent');
    await settled(after);
    const third = page();
    await third.open();
    expect(third.state().attempts).toEqual([9]);
    expect(await drain(third)).toEqual([2]);
  });

  it('leave nothing behind when the old page is done with what the new one is about to send', async () => {
    const before = page();
    await before.open();
    [1, 2].forEach((id) => before.add(view(id)));
    await settled(before);
    await mark(before, 't');
    const after = page();
    await after.open();
    const { key } = after.head()!;
    before.leave(before.head()!.key, 'sent');
    await mark(after, 't');
    expect(after.head()?.key).not.toBe(key);
    expect(await drain(after)).toEqual([2]);
    expect((await storedKeys()).filter((name) => name.startsWith('view:'))).toEqual([]);
  });

  it('give each view a key of its own, though they count alike', async () => {
    const before = page();
    await before.open();
    const after = page();
    await after.open();
    await before.beat();
    before.add(view(1));
    after.add(view(2));
    await settled(after);
    await after.beat();
    expect(after.waiting()).toBe(2);
  });
});

describe('a storage that fails', () => {
  const failing = (kind: Kv['kind'], when: () => boolean): Kv => {
    const kv = createMemoryKv();
    const fail = <T>(action: () => Promise<T>): Promise<T> =>
      when() ? Promise.reject(new Error('no room')) : action();
    return {
      kind,
      change: (key, decide) => fail(() => kv.change(key, decide)),
    };
  };

  it('from the beginning leads to the next one, and the log says which', async () => {
    const outbox = page({
      ladder: [failing('indexeddb', () => true), createLocalStorageKv(), createMemoryKv()],
    });
    outbox.add(view(1));
    await outbox.open();
    await settled(outbox);
    expect(outbox.storage()).toBe('localstorage');
    expect(codes()).toEqual(['storage-fallback']);
    expect(notices[0]?.message).toContain('no room');
    expect(await drain(outbox)).toEqual([1]);
  });

  it('like all others leads to memory, and the log says that, too', async () => {
    const refused = [failing('indexeddb', () => true), failing('localstorage', () => true), createMemoryKv()];
    const outbox = page({ ladder: refused });
    await outbox.open();
    outbox.add(view(1));
    await settled(outbox);
    expect(outbox.storage()).toBe('memory');
    expect(codes()).toEqual(['storage-fallback', 'storage-memory']);
    expect(await drain(outbox)).toEqual([1]);
  });

  it('in the middle keeps what it has, and takes nothing new', async () => {
    let full = false;
    const outbox = page({
      ladder: [failing('indexeddb', () => full), createLocalStorageKv(), createMemoryKv()],
    });
    await outbox.open();
    outbox.add(view(1));
    await settled(outbox);
    full = true;
    outbox.add(view(2));
    await settled(outbox);
    expect(outbox.storage()).toBe('localstorage');
    expect(await drain(outbox)).toEqual([1, 2]);
  });

  it('is found again by the next page, beside what went elsewhere', async () => {
    const first = page();
    await first.open();
    first.add(view(1));
    await settled(first);
    const second = page({
      ladder: [failing('indexeddb', () => true), createLocalStorageKv(), createMemoryKv()],
    });
    await second.open();
    second.add(view(2));
    await settled(second);
    const third = page();
    await third.open();
    expect((await drain(third)).sort()).toEqual([1, 2]);
  });

  it('for a moment loses nothing of what earlier pages left there', async () => {
    let fails = false;
    const kv = createIndexedDbKv();
    const momentary: Kv = {
      kind: 'indexeddb',
      change: (key, decide) =>
        fails && key === 'view:1' ? Promise.reject(new Error('for a moment')) : kv.change(key, decide),
    };
    const first = page();
    await first.open();
    [1, 2].forEach((id) => first.add(view(id)));
    await settled(first);
    const second = page({ ladder: [momentary, createLocalStorageKv(), createMemoryKv()] });
    second.add(view(3));
    fails = true;
    await second.open();
    expect(await drain(second)).toEqual([3]);
    const third = page();
    await third.open();
    expect(await drain(third)).toEqual([1, 2]);
  });

  it('when a view goes to the end keeps it elsewhere', async () => {
    let full = false;
    const outbox = page({
      ladder: [failing('indexeddb', () => full), createLocalStorageKv(), createMemoryKv()],
    });
    await outbox.open();
    [1, 2].forEach((id) => outbox.add(view(id)));
    await settled(outbox);
    full = true;
    outbox.leave(outbox.head()!.key, 'to-end');
    expect(await drain(outbox)).toEqual([2, 1]);
  });

  it('with room for little leads to memory when it is full', async () => {
    Object.assign(globalThis, { localStorage: fakeLocalStorage(3) });
    const outbox = page({ ladder: [createLocalStorageKv(), createMemoryKv()] });
    await outbox.open();
    [1, 2, 3, 4].forEach((id) => outbox.add(view(id)));
    await settled(outbox);
    expect(outbox.storage()).toBe('memory');
    expect(await drain(outbox)).toEqual([1, 2, 3, 4]);
  });

  it('that was cleared by somebody gets back what the page knows', async () => {
    const outbox = page();
    await outbox.open();
    [1, 2].forEach((id) => outbox.add(view(id)));
    await settled(outbox);
    const kv = createIndexedDbKv();
    const names = await storedKeys();
    await kv.change('x', () => names.map((name) => [name, undefined]));
    await outbox.beat();
    await settled(outbox);
    expect((await storedKeys()).length).toBeGreaterThanOrEqual(3);
    expect(await drain(outbox)).toEqual([1, 2]);
  });

  it('that lost one record goes on with the next', async () => {
    const first = page();
    await first.open();
    [1, 2, 3].forEach((id) => first.add(view(id)));
    await settled(first);
    const second = page();
    await second.open();
    const kv = createIndexedDbKv();
    const [, key] = (await storedKeys()).filter((name) => name.indexOf('view:') === 0);
    await kv.change('x', () => [[key!, undefined]]);
    expect(await drain(second)).toEqual([1, 3]);
  });
});

describe('adding a view', () => {
  it('costs the same with none and with ten thousand waiting', async () => {
    const kv = createMemoryKv();
    let operations = 0;
    let written = 0;
    const counting: Kv = {
      kind: 'indexeddb',
      change: (key, decide) => {
        operations++;
        return kv.change(key, (value) => {
          const writes = decide(value);
          written += JSON.stringify(writes).length;
          return writes;
        });
      },
    };
    const outbox = page({ ladder: [counting, createMemoryKv()], maxQueued: 20_000 });
    await outbox.open();
    const costOfOne = async (): Promise<[number, number]> => {
      operations = 0;
      written = 0;
      outbox.add(view(1));
      await Promise.resolve();
      return [operations, written];
    };
    const first = await costOfOne();
    await settled(outbox);
    for (let i = 0; i < 10_000; i++) outbox.add(view(1));
    await settled(outbox);
    expect(outbox.waiting()).toBe(10_001);
    const [thenOperations, thenWritten] = await costOfOne();
    expect([first[0], thenOperations]).toEqual([1, 1]);
    // The number of the view has more digits by now, that is all.
    expect(thenWritten - first[1]).toBeLessThan(20);
  });
});
