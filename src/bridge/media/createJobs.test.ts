import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createJobs } from './createJobs.js';

const LIMIT_MS = 1000;
let answers: string[];
let tooLong: number;

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  tooLong = 0;
});
afterEach(() => vi.useRealTimers());

function open(...tasks: string[]) {
  const jobs = createJobs<string, string>({ atOnce: 2, limitMs: LIMIT_MS, onTooLong: () => tooLong++ });
  for (const task of tasks) jobs.add(task, (answer) => answers.push(`${task}: ${answer}`));
  /** What the process gets at once. */
  const taken = () => {
    const some = [];
    for (let job = jobs.next(); job; job = jobs.next()) some.push(job);
    return some;
  };
  return { jobs, taken, tasks: () => taken().map(({ task }) => task) };
}

it('hands out so many tasks at once, in their order, and the next for each answer', () => {
  const { jobs, taken, tasks } = open('a', 'b', 'c');
  const [a, b] = taken();
  expect([a?.task, b?.task, jobs.areWaiting()]).toEqual(['a', 'b', true]);
  jobs.answer(b!.id, 'done');
  expect(tasks()).toEqual(['c']);
  jobs.answer(b!.id, 'once more');
  expect(answers).toEqual(['b: done']);
  expect([jobs.areWaiting(), jobs.areInHand()]).toEqual([false, true]);
});

it('a task that was alone when the process was gone is lost', () => {
  const { jobs, tasks } = open('a');
  tasks();
  jobs.lose();
  expect(answers).toEqual(['a: lost']);
  expect([jobs.areWaiting(), jobs.areInHand()]).toEqual([false, false]);
});

it('of several, each is done once more, after those that wait, and alone', () => {
  const { jobs, taken, tasks } = open('a', 'b', 'c');
  tasks();
  jobs.lose();
  expect(answers).toEqual([]);
  const [c, ...none] = taken();
  expect([c?.task, none]).toEqual(['c', []]);
  jobs.answer(c!.id, 'done');
  expect(tasks()).toEqual(['a']);
  jobs.add('d', () => undefined);
  expect(tasks()).toEqual([]);
  jobs.lose();
  expect(tasks()).toEqual(['b']);
  expect(answers).toEqual(['c: done', 'a: lost']);
});

it('tells of a task that takes too long, and of none that is answered or given up', () => {
  const { jobs, taken } = open('a', 'b');
  const [a] = taken();
  jobs.answer(a!.id, 'done');
  vi.advanceTimersByTime(LIMIT_MS);
  expect(tooLong).toBe(1);
  jobs.add('c', (answer) => answers.push(`c: ${answer}`));
  jobs.add('d', (answer) => answers.push(`d: ${answer}`));
  taken();
  jobs.giveUp();
  vi.advanceTimersByTime(LIMIT_MS);
  expect(tooLong).toBe(1);
  expect(answers).toEqual(['a: done', 'd: away', 'b: away', 'c: away']);
});
