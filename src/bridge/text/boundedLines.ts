const WINDOW_MS = 60_000;

/** Keys that are told apart within a minute; what is beyond is summed up under one. */
const MOST_KEYS = 100;
const OTHERS = 'others';

/** Lines of which there may be any number, for a log that must not be filled by them. */
export interface BoundedLines {
  /**
   * Says a line, unless there were enough of its kind within the last minute; then it is counted.
   * @param key what is of one kind, such as a code and an address
   * @param most so many in a minute
   */
  say(key: string, most: number, line: () => void): void;
  /** Says at once how many were left out, and nothing later. */
  close(): void;
}

/** @param onLeftOut gets, at the end of each minute, how many lines of a kind were left out in it */
export function boundedLines(
  onLeftOut: (count: number, key: string) => void,
  mostKeys = MOST_KEYS,
): BoundedLines {
  const kinds = new Map<string, { said: number; leftOut: number }>();
  let timer: NodeJS.Timeout | undefined;

  function sumUp(): void {
    clearTimeout(timer);
    timer = undefined;
    const counted = [...kinds];
    kinds.clear();
    for (const [key, { leftOut }] of counted) if (leftOut > 0) onLeftOut(leftOut, key);
  }

  return {
    say(key, most, line) {
      const isKnown = kinds.has(key) || kinds.size < mostKeys;
      const name = isKnown ? key : OTHERS;
      const kind = kinds.get(name) ?? { said: 0, leftOut: 0 };
      kinds.set(name, kind);
      timer ??= setTimeout(sumUp, WINDOW_MS).unref();
      if (!isKnown || kind.said >= most) kind.leftOut++;
      else {
        kind.said++;
        line();
      }
    },
    close: sumUp,
  };
}
