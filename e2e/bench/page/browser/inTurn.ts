/** One after the other. Resolves with what each resolved with. */
export function inTurn<T, R>(list: T[], act: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  return list
    .reduce<Promise<unknown>>(
      (before, one, index) => before.then(() => act(one, index)).then((result) => results.push(result)),
      Promise.resolve(),
    )
    .then(() => results);
}

/** 0, 1, … */
export function numbers(count: number): number[] {
  const list: number[] = [];
  for (let i = 0; i < count; i++) list.push(i);
  return list;
}

/** Lets everything happen that waits for the page. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
