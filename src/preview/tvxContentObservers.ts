import { type Fields, fieldsOf } from './fields.js';

/** MSX's documentation speaks of about a second until an observer is told (reference/common-misconceptions). */
const LOOK_EVERY_MS = 1_000;

export type Observer = (state: Fields) => void;

export interface ContentObservers {
  hasContentObservers(): boolean;
  addContentObserver(name: string, handler: Observer): void;
  removeContentObserver(name: string): void;
  clearContentObservers(): void;
}

export function isSameContentState(one: unknown, other: unknown): boolean {
  const keys = Object.keys(fieldsOf(one)).concat(Object.keys(fieldsOf(other)));
  return keys.every((key) => fieldsOf(one)[key] === fieldsOf(other)[key]);
}

/** The state with a `…Changed` for each of its fields; `init` at the first. */
export function createChangedContentState(before: unknown, now: unknown): Fields {
  const first = Object.keys(fieldsOf(before)).length === 0;
  const state: Fields = { init: first, initChanged: first !== (fieldsOf(before).init === true) };
  const fields = fieldsOf(now);
  Object.keys(fields).forEach((key) => {
    state[key] = fields[key];
    state[`${key}Changed`] = first || fieldsOf(before)[key] !== fields[key];
  });
  return state;
}

/**
 * Tells observers what is on screen, at first and whenever it is something else.
 * guess(observers): how the library comes by it; here it asks for `info:content` as long as somebody looks.
 * @param ask `requestData`
 */
export function createContentObservers(
  ask: (dataId: string, callback: (answer: Fields) => void) => void,
): ContentObservers {
  let observers: Record<string, Observer> = {};
  let last: Fields = {};
  let timer = 0;

  const look = () =>
    ask('info:content', (answer) => {
      const state = fieldsOf(fieldsOf(fieldsOf(answer.info).content).state);
      const same = isSameContentState(last, state);
      if (Object.keys(state).length === 0 || same) return;
      const changed = createChangedContentState(last, state);
      last = state;
      Object.keys(observers).forEach((name) => observers[name]?.(changed));
    });

  function settle(): void {
    const any = Object.keys(observers).length > 0;
    if (any && timer === 0) timer = window.setInterval(look, LOOK_EVERY_MS);
    if (any || timer === 0) return;
    window.clearInterval(timer);
    timer = 0;
    last = {};
  }

  return {
    hasContentObservers: () => Object.keys(observers).length > 0,
    addContentObserver: (name, handler) => {
      observers[name] = handler;
      settle();
    },
    removeContentObserver: (name) => {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- it observes no longer
      delete observers[name];
      settle();
    },
    clearContentObservers: () => {
      observers = {};
      settle();
    },
  };
}
