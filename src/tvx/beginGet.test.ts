import { afterEach, expect, it, vi } from 'vitest';
import { beginGet } from './beginGet.js';

afterEach(() => void vi.unstubAllGlobals());

/** What of requests the engine was told, in its order. */
function engine(open = (): void => undefined): unknown[] {
  const told: unknown[] = [];
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      open(...given: unknown[]) {
        open();
        told.push(given);
      }
      set withCredentials(value: boolean) {
        told.push(value);
      }
      send() {
        told.push('sent');
      }
    },
  );
  return told;
}

it.each([
  ['without cookies', [], false],
  ['with cookies, where they are wanted', [true], true],
])('asks %s, which is said of an open request', (_what, given, credentials) => {
  const told = engine();
  expect(beginGet('http://own/a.json', ...given)).not.toBeNull();
  expect(told).toEqual([['GET', 'http://own/a.json'], credentials, 'sent']);
});

it('has none where the engine refuses the address', () => {
  engine(() => {
    throw new Error('Not an address.');
  });
  expect(beginGet('http://')).toBeNull();
});
