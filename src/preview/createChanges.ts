/** Who is told of changes, and what says that there was one. */
export interface Changes {
  listeners: (() => void)[];
  changed: () => void;
}

/** Many things change at once; whoever listens hears of it once, when all is drawn. */
export function createChanges(): Changes {
  const listeners: (() => void)[] = [];
  let announcing = false;
  return {
    listeners,
    changed: () => {
      if (announcing) return;
      announcing = true;
      window.setTimeout(() => {
        announcing = false;
        listeners.slice().forEach((listener) => listener());
      }, 0);
    },
  };
}
