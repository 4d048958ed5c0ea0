/* eslint-disable @typescript-eslint/no-confusing-void-expression, @typescript-eslint/prefer-promise-reject-errors,
   @typescript-eslint/await-thenable -- each rule in one expression */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPromiseClass } from './createPromiseClass.js';

const OURS = createPromiseClass((step) => void setTimeout(step, 0));

interface Thenable {
  then: (done: (value?: unknown) => void, failed: (why?: unknown) => void) => void;
}
const thenable = (then: Thenable['then']): Thenable => ({ then });

// The same for both, so that the platform's own says whether a rule is one.
describe.each([
  ['the platform', Promise],
  ['the page, where an engine has none', OURS],
])('the Promise of %s', (_name, P: PromiseConstructor) => {
  const fate = async (promise: PromiseLike<unknown>): Promise<unknown[]> => {
    const heard: unknown[] = [];
    promise.then(
      (value) => heard.push('fulfilled', value),
      (why: unknown) => heard.push('rejected', why),
    );
    for (let i = 0; i < 20 && !heard.length; i++) await pause(0);
    return heard;
  };
  const error = new Error('why');
  const fail = (): never => {
    throw error;
  };

  it.each<[string, () => PromiseLike<unknown>, unknown[]]>([
    ['a value', () => new P((done) => done(7)), ['fulfilled', 7]],
    ['a reason', () => new P((_done, failed) => failed(error)), ['rejected', error]],
    ['what is thrown at the beginning', () => new P(fail), ['rejected', error]],
    ['the first of two values', () => new P((done) => (done(1), done(2))), ['fulfilled', 1]],
    ['the value before a reason', () => new P((done, failed) => (done(1), failed(error))), ['fulfilled', 1]],
    ['the value before an error', () => new P((done) => (done(1), fail())), ['fulfilled', 1]],
    ['what a handler returns', () => P.resolve(1).then(() => 2), ['fulfilled', 2]],
    ['what a handler throws', () => P.resolve(1).then(fail), ['rejected', error]],
    ['what a catch returns', () => P.reject(error).catch(() => 3), ['fulfilled', 3]],
    ['what a catch throws', () => P.reject(0).catch(fail), ['rejected', error]],
    ['a value past no handler', () => P.resolve(1).then(null, () => 9), ['fulfilled', 1]],
    ['a reason past no handler', () => P.reject(error).then(() => 9), ['rejected', error]],
    ['a promise that a handler returns', () => P.resolve(1).then(() => P.resolve(4)), ['fulfilled', 4]],
    [
      'a rejection that a handler returns',
      () => P.resolve(1).then(() => P.reject(error)),
      ['rejected', error],
    ],
    ['a promise in a promise', () => new P((done) => done(P.resolve(P.resolve(5)))), ['fulfilled', 5]],
    ['somebody else’s promise', () => P.resolve(thenable((done) => done(6))), ['fulfilled', 6]],
    [
      'one that says two things',
      () => P.resolve(thenable((done, failed) => (done(6), failed(0)))),
      ['fulfilled', 6],
    ],
    ['one that throws', () => P.resolve(thenable(fail)), ['rejected', error]],
    ['one that throws afterwards', () => P.resolve(thenable((done) => (done(6), fail()))), ['fulfilled', 6]],
    [
      'one inside of another',
      () => P.resolve(thenable((done) => done(thenable((inner) => inner(8))))),
      ['fulfilled', 8],
    ],
    [
      'one whose then cannot be read',
      () => P.resolve(Object.defineProperty({}, 'then', { get: fail })),
      ['rejected', error],
    ],
    ['an object whose then is no function', () => P.resolve({ then: 1 }), ['fulfilled', { then: 1 }]],
    ['all of none', () => P.all([]), ['fulfilled', []]],
    [
      'all, in their order',
      () => P.all([new P((done) => setTimeout(done, 1, 'a')), P.resolve('b'), 'c']),
      ['fulfilled', ['a', 'b', 'c']],
    ],
    ['the reason of one of all', () => P.all([P.resolve(1), P.reject(error)]), ['rejected', error]],
  ])('tells %s', async (_what, begin, expected) => {
    expect(await fate(begin())).toEqual(expected);
  });

  it('cannot wait for itself', async () => {
    const self: Promise<unknown> = P.resolve().then(() => self);
    const [how, why] = await fate(self);
    expect(how).toBe('rejected');
    expect(why).toBeInstanceOf(TypeError);
  });

  it('runs no handler before the present task is done', async () => {
    const order: string[] = [];
    const promise = P.resolve();
    void promise.then(() => order.push('handler'));
    order.push('task');
    await fate(promise);
    expect(order).toEqual(['task', 'handler']);
  });

  it('runs its handlers in the order in which they came, before and after it is settled', async () => {
    const order: number[] = [];
    let settle = (): void => undefined;
    const promise = new P<void>((done) => (settle = done));
    void promise.then(() => order.push(1));
    void promise.then(() => order.push(2));
    settle();
    void promise.then(() => order.push(3));
    await fate(promise);
    expect(order).toEqual([1, 2, 3]);
  });

  it('resolves to itself', () => {
    const promise = P.resolve(1);
    expect(P.resolve(promise)).toBe(promise);
  });
});
