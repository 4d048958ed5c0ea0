import { afterEach, expect, it, vi } from 'vitest';
import { beginRequest } from './beginRequest.js';

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
      setRequestHeader(...header: string[]) {
        told.push(header.join(': '));
      }
      send(body: string | null) {
        told.push(body ?? 'sent');
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
  expect(beginRequest('http://own/a.json', ...given)).not.toBeNull();
  expect(told).toEqual([['GET', 'http://own/a.json'], credentials, 'sent']);
});

it('says who asks, and what', () => {
  const told = engine();
  beginRequest('http://own/a', false, 'token', { a: 1 });
  expect(told).toEqual([
    ['POST', 'http://own/a'],
    false,
    'Authorization: Bearer token',
    'Content-Type: application/json',
    '{"a":1}',
  ]);
});

it('has none where the engine refuses the address', () => {
  engine(() => {
    throw new Error('Not an address.');
  });
  expect(beginRequest('http://')).toBeNull();
});
