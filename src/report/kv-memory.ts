import type { Kv } from './kv.js';

/** For a TV that stores nothing: lives as long as the page. */
export function createMemoryKv(): Kv {
  const values: Record<string, unknown> = {};
  return {
    kind: 'memory',
    get: (key) => Promise.resolve(values[key]),
    change: (key, decide) => {
      const { writes, result } = decide(values[key]);
      writes.forEach(([name, value]) => {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- WebKit 538 has no Map
        if (value === undefined) delete values[name];
        else values[name] = value;
      });
      return Promise.resolve(result);
    },
  };
}
