/** How often something is looked at that says nothing when it changes. */
const LOOK_EVERY_MS = 25;

/** Resolves with the first value that is neither null nor undefined nor false. @throws after `patienceMs` */
export function until<T>(
  what: string,
  look: () => T | null | undefined | false,
  patienceMs: number,
  describe: () => string = () => '',
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  return new Promise((resolve, reject) => {
    const again = () => {
      let found: T | null | undefined | false;
      try {
        found = look();
      } catch (error) {
        reject(new Error(`${what}: ${String(error)}`));
        return;
      }
      if (found !== null && found !== undefined && found !== false) resolve(found);
      else if (Date.now() > deadline)
        reject(new Error(`not seen within ${patienceMs} ms: ${what}${describe()}`));
      else setTimeout(again, LOOK_EVERY_MS);
    };
    again();
  });
}
