type Act = (value?: unknown) => void;
type Begin = (resolve: Act, reject: Act) => void;
type Handler = ((value: unknown) => unknown) | null | undefined;

/** @wire */
interface OwnPromise {
  then: (onFulfilled?: Handler, onRejected?: Handler) => OwnPromise;
  catch: (onRejected?: Handler) => OwnPromise;
}

/**
 * Promises as Promises/A+ has them, with what this page uses of the standard's functions: `then`, `catch`, `resolve`,
 * `reject` and `all` of a list.
 *
 * @param later puts a step off until the present task is done
 * @example window.Promise = createPromiseClass((step) => setTimeout(step, 0));
 */
export function createPromiseClass(later: (step: () => void) => void): PromiseConstructor {
  function Own(this: OwnPromise, begin: Begin): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- functions in ES5
    const self = this;
    /** null when it is settled. */
    let steps: (() => void)[] | null = [];
    let isRejected: boolean;
    let value: unknown;

    const settle = (rejects: boolean, what: unknown): void => {
      const due = steps!;
      steps = null;
      isRejected = rejects;
      value = what;
      due.forEach(later);
    };
    /** The first that `act` says counts, and what it throws only where it has said nothing (2.3.3.3). */
    const heed = (act: Begin): void => {
      let isOver = false;
      const first =
        (take: Act): Act =>
        (what) => {
          if (isOver) return;
          isOver = true;
          take(what);
        };
      const reject = first((why) => settle(true, why));
      try {
        act(first(resolve), reject);
      } catch (error) {
        reject(error);
      }
    };
    const resolve: Act = (what) =>
      heed((fulfill, reject) => {
        if (what === self) throw new TypeError('it waits for itself');
        // A getter is asked once (2.3.3.1).
        const then =
          what && (typeof what === 'object' || typeof what === 'function') && (what as OwnPromise).then;
        if (typeof then === 'function') then.call(what, fulfill, reject);
        else settle(false, what);
      });

    self.then = (onFulfilled, onRejected) =>
      make((done, failed) => {
        const step = (): void => {
          const handler = isRejected ? onRejected : onFulfilled;
          try {
            if (typeof handler === 'function') done(handler(value));
            else (isRejected ? failed : done)(value);
          } catch (error) {
            failed(error);
          }
        };
        if (steps) steps.push(step);
        else later(step);
      });
    self.catch = (onRejected) => self.then(null, onRejected);
    heed(begin);
  }

  const make = (begin: Begin): OwnPromise => new (Own as unknown as new (begin: Begin) => OwnPromise)(begin);
  Own.resolve = (value?: unknown): OwnPromise =>
    value instanceof Own ? (value as OwnPromise) : make((done) => done(value));
  Own.reject = (reason: unknown): OwnPromise => make((_done, failed) => failed(reason));
  Own.all = (list: unknown[]): OwnPromise =>
    make((done, failed) => {
      const values: unknown[] = [];
      let missing = list.length;
      if (!missing) done(values);
      list.forEach((entry, i) => {
        Own.resolve(entry).then((value) => {
          values[i] = value;
          if (!--missing) done(values);
        }, failed);
      });
    });
  return Own as unknown as PromiseConstructor;
}
