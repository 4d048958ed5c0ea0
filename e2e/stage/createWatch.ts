/** Waits for something to be so that is asked again after each change. */
export interface Watch {
  /** Something has changed. */
  lookAgain: () => void;
  /** Resolves when `isSo` is true, looked at now and after each change. @throws when it is not so in time */
  until: (isSo: () => boolean, what: string, withinMs?: number) => Promise<void>;
}

const WITHIN_MS = 10_000;

export function createWatch(): Watch {
  const looks = new Set<() => void>();
  return {
    lookAgain: () => looks.forEach((look) => look()),
    until: (isSo, what, withinMs = WITHIN_MS) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          looks.delete(look);
          reject(new Error(`not within ${withinMs} ms: ${what}`));
        }, withinMs);
        const look = (): void => {
          if (!isSo()) return;
          clearTimeout(timer);
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
  };
}
