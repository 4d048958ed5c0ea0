import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDuties } from './createDuties.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('does what one bridge does for all as long as it leads, never twice at once', async () => {
  let running = 0;
  let most = 0;
  const duties = createDuties(
    async () => {
      most = Math.max(most, ++running);
      await vi.advanceTimersByTimeAsync(0);
      return () => {
        running--;
      };
    },
    () => undefined,
  );
  for (const leads of [true, false, true, true, false, true]) duties.setLeads(leads);
  await vi.waitFor(() => expect(running).toBe(1));
  await duties.close();
  expect([running, most]).toEqual([0, 1]);
});

it('tries again what could not begin, as long as it leads', async () => {
  const faults: string[] = [];
  let tries = 0;
  let isDone = false;
  const duties = createDuties(
    () => {
      if (++tries < 3) throw new Error('the database is away');
      isDone = true;
      return Promise.resolve(() => undefined);
    },
    (sentence) => faults.push(sentence),
  );
  duties.setLeads(true);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([tries, isDone]).toEqual([3, true]);
  expect(faults).toEqual(Array(2).fill(expect.stringContaining('the database is away')));
  await duties.close();
});
