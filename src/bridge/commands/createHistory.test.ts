import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { databaseFault } from '../storage/databaseFault.js';
import type { CommandRecord, CommandStore } from './commandStore.js';
import { createHistory } from './createHistory.js';

const MOST_WAITING = 10_000;
const AWAY = 'connect ECONNREFUSED';
const WAITS = `What became of commands could not be written yet: ${AWAY}. The last 10000 are kept in memory until it can`;
const away = (): Error => Object.assign(new Error(AWAY), { code: 'ECONNREFUSED' });
const bad = (): Error => Object.assign(new Error('invalid byte sequence'), { code: '22021' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const aCommand = (number: number, fields: Partial<CommandRecord> = {}): CommandRecord => ({
  commandId: `c${number}`,
  playerId: 'msx_a',
  type: 'swap_next',
  payload: {},
  sender: { by: 'token', address: '192.168.1.2' },
  sentAtMs: 1000 + number,
  result: 'ok',
  error: null,
  endedAtMs: 2000 + number,
  ...fields,
});
const idsOf = (records: readonly CommandRecord[]) => records.map(({ commandId }) => commandId);
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `c${from + i}`);

/** A history over a store that does what a test says with what is added. */
function aHistory() {
  const stored: CommandRecord[] = [];
  const faults: string[] = [];
  const added: string[][] = [];
  const behaviour: Pick<CommandStore, 'add'> & Record<'beforeLast' | 'afterLast', () => Promise<void>> = {
    add: () => Promise.resolve(),
    beforeLast: () => Promise.resolve(),
    afterLast: () => Promise.resolve(),
  };
  const history = createHistory(
    {
      faultOf: databaseFault,
      async add(records) {
        added.push(idsOf(records));
        await behaviour.add(records);
        stored.push(...records);
      },
      async last(playerId) {
        await behaviour.beforeLast();
        const found = stored.filter((one) => one.playerId === playerId);
        await behaviour.afterLast();
        return found.sort((a, b) => b.sentAtMs - a.sentAtMs);
      },
    },
    (sentence) => faults.push(sentence),
  );
  return {
    history,
    faults,
    /** What the store was asked to add, each time. */
    added,
    stored: () => idsOf(stored),
    goAway: () => (behaviour.add = () => Promise.reject(away())),
    comeBack: () => (behaviour.add = () => Promise.resolve()),
    /** It takes what is added, and never says so. */
    hang: () => (behaviour.add = () => new Promise(() => undefined)),
    refuse: (...commandIds: string[]) =>
      (behaviour.add = (records) =>
        records.some(({ commandId }) => commandIds.includes(commandId))
          ? Promise.reject(bad())
          : Promise.resolve()),
    behaviour,
    end: (from: number, to = from + 1) => {
      for (let i = from; i < to; i++) history.end(aCommand(i));
    },
  };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('while the store is away', () => {
  it('what has ended waits, which is said once, and is written in its order when the store answers', async () => {
    const { goAway, comeBack, end, stored, faults, added } = aHistory();
    goAway();
    end(0);
    await vi.advanceTimersByTimeAsync(3000);
    end(1, 3);
    await vi.advanceTimersByTimeAsync(3000);
    expect(added.length).toBeGreaterThan(2);
    comeBack();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stored()).toEqual(ids(0, 3));
    expect(faults).toEqual([WAITS]);
  });

  it('it is asked after a second at most, and then half as often each time, down to once a minute', async () => {
    const { goAway, end, added } = aHistory();
    goAway();
    end(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(added).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(added.length).toBeGreaterThanOrEqual(60);
    expect(added.length).toBeLessThan(140);
  });

  it('what waits is shown with the rest, the newest first', async () => {
    const { history, goAway, end } = aHistory();
    end(5);
    await settle();
    goAway();
    end(4);
    end(6);
    history.begin(aCommand(7, { result: null }));
    history.end(aCommand(8, { playerId: 'msx_b' }));
    await settle();
    expect(idsOf(await history.of('msx_a'))).toEqual(['c7', 'c6', 'c5', 'c4']);
  });

  it('the last ten thousand wait; what they have pushed out is told to be lost, once for each wait', async () => {
    const { goAway, comeBack, end, stored, faults } = aHistory();
    goAway();
    end(0, MOST_WAITING + 1);
    await vi.advanceTimersByTimeAsync(1000);
    const told = [WAITS, `What became of a command could not be written: ${AWAY}`];
    expect(faults).toEqual(told);
    end(MOST_WAITING + 1, MOST_WAITING + 3);
    await vi.advanceTimersByTimeAsync(2000);
    told.push(`What became of 2 commands could not be written: ${AWAY}`);
    expect(faults).toEqual(told);
    comeBack();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stored()).toEqual(ids(3, MOST_WAITING + 3));
    expect(faults).toEqual(told);
  });
});

it('loses nothing of what ends at once, however much, where the store answers', async () => {
  const { history, end, stored, faults, added } = aHistory();
  end(0, 3 * MOST_WAITING);
  await history.close();
  expect(stored()).toEqual(ids(0, 3 * MOST_WAITING));
  expect(Math.max(...added.map(({ length }) => length))).toBe(500);
  expect(faults).toEqual([]);
});

it('tells of one that the store cannot take, and writes the others', async () => {
  const { history, refuse, end, stored, faults } = aHistory();
  refuse('c1');
  end(0, 3);
  await settle();
  expect(stored()).toEqual(['c0', 'c2']);
  expect(faults).toEqual(['What became of the command c1 could not be written: invalid byte sequence']);
  expect(idsOf(await history.of('msx_a'))).toEqual(['c2', 'c0']);
});

it('tells of it once also where the store goes away behind it, and asks no more for what is written', async () => {
  const { behaviour, refuse, end, stored, faults, added } = aHistory();
  end(0);
  behaviour.add = (records) => {
    if (records.length > 1 || records[0]!.commandId === 'c2') return Promise.reject(bad());
    return records[0]!.commandId === 'c3' ? Promise.reject(away()) : Promise.resolve();
  };
  end(1, 4);
  await settle();
  expect(stored()).toEqual(['c0', 'c1']);
  refuse('c1', 'c2');
  await vi.advanceTimersByTimeAsync(1000);
  expect(stored()).toEqual(['c0', 'c1', 'c3']);
  expect(added.at(-1)).toEqual(['c3']);
  expect(faults).toEqual([
    'What became of the command c2 could not be written: invalid byte sequence',
    WAITS,
  ]);
});

it.each([
  ['before', 'beforeLast'],
  ['after', 'afterLast'],
] as const)('shows a command once that is written just %s the store has looked', async (_, when) => {
  const { history, behaviour, end } = aHistory();
  let write = (): void => undefined;
  behaviour.add = () => new Promise((resolve) => (write = resolve));
  end(0);
  history.begin(aCommand(1, { result: null }));
  behaviour[when] = async () => {
    history.end(aCommand(1));
    behaviour.add = () => Promise.resolve();
    write();
    await settle();
  };
  const shown = await history.of('msx_a');
  expect(idsOf(shown)).toEqual(['c1', 'c0']);
  expect(shown[0]!.result).toBe(when === 'beforeLast' ? 'ok' : null);
});

describe('at the end', () => {
  it('a store that was away is asked at once, once more', async () => {
    const { history, goAway, comeBack, end, stored, faults } = aHistory();
    goAway();
    end(0);
    await settle();
    comeBack();
    await history.close();
    expect(stored()).toEqual(['c0']);
    expect(faults).toEqual([WAITS]);
  });

  it('what a store that is away does not take is told to be lost', async () => {
    const { history, goAway, end, faults, added } = aHistory();
    goAway();
    end(0);
    await settle();
    end(1);
    await history.close();
    expect(faults).toEqual([WAITS, `What became of 2 commands could not be written: ${AWAY}`]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(added).toEqual([['c0'], ['c0', 'c1']]);
  });

  it('a store that says nothing is waited for for two seconds', async () => {
    const { history, hang, end, faults } = aHistory();
    hang();
    end(0);
    let isClosed = false;
    const closing = history.close().then(() => (isClosed = true));
    await vi.advanceTimersByTimeAsync(1999);
    expect(isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    expect(faults).toEqual([
      'What became of a command could not be written: the database did not answer within 2 s',
    ]);
  });
});
