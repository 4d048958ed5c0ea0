import { describe, expect, it } from 'vitest';
import { messageRate } from './messageRate.js';

describe('the rate of messages', () => {
  it('is a hundred at once, then twenty a second', () => {
    let nowMs = 0;
    const isWithin = messageRate(() => nowMs);
    const count = () => {
      let taken = 0;
      while (isWithin()) taken++;
      return taken;
    };
    expect(count()).toBe(100);
    nowMs += 1000;
    expect(count()).toBe(20);
    nowMs += 3_600_000;
    expect(count()).toBe(100);
  });
});
