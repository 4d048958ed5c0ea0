import { expect, test } from 'vitest';
import { createMediaClock } from './createMediaClock.js';

function startClock(durationS: number) {
  let time = 1_000_000;
  const clock = createMediaClock(durationS, () => time);
  clock.start();
  const pass = (seconds: number): void => {
    time += seconds * 1000;
  };
  return { clock, pass };
}

test('time counts only while the clock runs', () => {
  const { clock, pass } = startClock(100);
  pass(10);
  clock.stop();
  pass(20);
  clock.start();
  pass(5);
  expect(clock.position()).toBe(15);
});

test('a new rate counts from when it was set', () => {
  const { clock, pass } = startClock(100);
  pass(10);
  clock.setRate(2);
  pass(10);
  expect(clock.position()).toBe(30);
});

test('moved, it goes on from there', () => {
  const { clock, pass } = startClock(100);
  pass(10);
  clock.moveTo(50);
  pass(10);
  expect(clock.position()).toBe(60);
});

test('nothing plays beyond its end', () => {
  const { clock, pass } = startClock(100);
  pass(101);
  expect(clock.position()).toBe(100);
});
