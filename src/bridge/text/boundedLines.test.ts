import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boundedLines, type BoundedLines } from './boundedLines.js';

let said: string[];
let lines: BoundedLines;
beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  lines = boundedLines((count, key) => said.push(`${count} more: ${key}`));
});
afterEach(() => vi.useRealTimers());

const flood = (key: string, times: number, most = 1): void => {
  for (let i = 0; i < times; i++) lines.say(key, most, () => said.push(key));
};
const after = (): string[] => {
  vi.advanceTimersByTime(60_000);
  return said.splice(0);
};

describe('lines of which there may be any number', () => {
  it('are said once, and then as a number at the end of the minute, minute by minute', () => {
    flood('a', 5000);
    expect(said).toEqual(['a']);
    expect(after()).toEqual(['a', '4999 more: a']);
    flood('a', 2);
    expect(after()).toEqual(['a', '1 more: a']);
    expect(after()).toEqual([]);
  });

  it('are all said when they are few', () => {
    flood('a', 1);
    flood('b', 3, 3);
    expect(after()).toEqual(['a', 'b', 'b', 'b']);
  });

  it('are bounded also when each is of another kind', () => {
    for (let i = 0; i < 10_000; i++) flood(`${i}`, 2);
    expect(said).toHaveLength(100);
    const all = after();
    expect(all).toHaveLength(201);
    expect(all.at(-1)).toBe('19800 more: others');
  });

  it('have their numbers at the end', () => {
    flood('a', 3);
    lines.close();
    expect(said).toEqual(['a', '2 more: a']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
