/** Who is told of what. */
interface Listeners {
  add(name: string, listener: () => void): void;
  tell(name: string): void;
}

export function createListeners(): Listeners {
  const listeners: Record<string, (() => void)[] | undefined> = {};
  return {
    add: (name, listener) => {
      listeners[name] = (listeners[name] ?? []).concat([listener]);
    },
    tell: (name) => (listeners[name] ?? []).forEach((listener) => listener()),
  };
}
