import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotTaken } from '../ingest/createIngest.js';
import type { Arrival, Taken } from '../storage/ingestStore.js';
import { patientStore } from './patientStore.js';

const arrivals = [{ kind: 'view' } as Arrival];
const away = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const RECORDED: Taken[] = [{ kind: 'recorded' }];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function patient(answers: (() => Taken[])[]) {
  const said: string[] = [];
  let asked = 0;
  const store = patientStore(
    { take: () => new Promise((resolve) => resolve(answers[Math.min(asked++, answers.length - 1)]!())) },
    {
      onAway: (reason) => said.push(`away: ${reason}`),
      onBack: (awayMs) => said.push(`back after ${Math.round(awayMs / 1000)} s`),
      onSetup: (reason) => said.push(`setup: ${reason}`),
      nowMs: Date.now,
    },
  );
  return { store, said, asked: () => asked };
}
const fail = (error: Error) => () => {
  throw error;
};

describe('a database that is away', () => {
  it('is asked again until it answers, and that is said once', async () => {
    const { store, said, asked } = patient([fail(away()), fail(away()), fail(away()), () => RECORDED]);
    const taking = store.take(arrivals);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await taking).toEqual(RECORDED);
    expect(asked()).toBe(4);
    expect(said).toEqual([
      'away: connect ECONNREFUSED',
      expect.stringMatching(/^back after [4-7] s$/) as string,
    ]);
  });

  it('leaves what is in hand to the broker when the worker ends', async () => {
    const { store, said } = patient([fail(away())]);
    const taking = store.take(arrivals);
    const outcome = expect(taking).rejects.toBeInstanceOf(NotTaken);
    await vi.advanceTimersByTimeAsync(100);
    store.giveUp();
    await outcome;
    await expect(store.take(arrivals)).rejects.toBeInstanceOf(NotTaken);
    expect(said).toHaveLength(1);
  });
});

it('a worker that ends still writes what is in hand', async () => {
  const { store } = patient([() => RECORDED]);
  store.giveUp();
  expect(await store.take(arrivals)).toEqual(RECORDED);
});

it('a password that is wrong is said once, and not tried again', async () => {
  const wrong = Object.assign(new Error('password authentication failed'), { code: '28P01' });
  const { store, said, asked } = patient([fail(wrong)]);
  await expect(store.take(arrivals)).rejects.toBeInstanceOf(NotTaken);
  await expect(store.take(arrivals)).rejects.toBeInstanceOf(NotTaken);
  expect(said).toEqual(['setup: password authentication failed']);
  expect(asked()).toBe(2);
});

it('a message that the database will never take is not tried again', async () => {
  const bad = Object.assign(new Error('invalid byte sequence'), { code: '22021' });
  const { store, said } = patient([fail(bad)]);
  await expect(store.take(arrivals)).rejects.toBe(bad);
  expect(said).toEqual([]);
});
