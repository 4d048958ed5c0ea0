import { expect, it } from 'vitest';
import { createInHand } from './createInHand.js';

it('the next message comes when there is room for what the database has to do', () => {
  const inHand = createInHand(2);
  const read: number[] = [];
  for (const i of [1, 2, 3]) inHand.take(() => read.push(i));
  expect(read).toEqual([1, 2]);
  inHand.written();
  expect(read).toEqual([1, 2, 3]);
  inHand.written();
  expect(read).toEqual([1, 2, 3]);
});

it('it is idle when everything is done, not when it is on disk', async () => {
  const inHand = createInHand(2);
  await inHand.idle();
  inHand.take(() => undefined);
  inHand.take(() => undefined);
  let isIdle = false;
  const idle = inHand.idle().then(() => (isIdle = true));
  inHand.written();
  inHand.written();
  inHand.done();
  await Promise.resolve();
  expect([isIdle, inHand.isEmpty()]).toEqual([false, false]);
  inHand.done();
  await idle;
  expect(inHand.isEmpty()).toBe(true);
});

it('nobody waits for what was given up', async () => {
  const inHand = createInHand(2);
  inHand.take(() => undefined);
  const idle = inHand.idle();
  inHand.giveUp();
  await idle;
});
