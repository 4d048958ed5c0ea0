import { expect, it } from 'vitest';
import { withDeviceId } from './withDeviceId.js';

it.each([
  ['http://h/a', 'http://h/a?device_id=X'],
  ['http://h', 'http://h?device_id=X'],
  ['http://h/a?', 'http://h/a?device_id=X'],
  ['http://h/a?b=1', 'http://h/a?b=1&device_id=X'],
  ['http://h/a?b=1&', 'http://h/a?b=1&device_id=X'],
  ['http://h/a#f', 'http://h/a?device_id=X#f'],
  ['http://h/a?b#f?g', 'http://h/a?b&device_id=X#f?g'],
  ['http://h/a?device_id=old', 'http://h/a?device_id=X'],
  ['http://h/a?device_id', 'http://h/a?device_id=X'],
  ['http://h/a?device_id=1&b=2&device_id=3#f', 'http://h/a?device_id=X&b=2#f'],
  ['http://h/a?device%5Fid=1&b', 'http://h/a?device_id=X&b'],
  ['http://h/a?my_device_id=1', 'http://h/a?my_device_id=1&device_id=X'],
  ['http://h/a?device_ids=1', 'http://h/a?device_ids=1&device_id=X'],
  ['http://h/device_id=1', 'http://h/device_id=1?device_id=X'],
  ['http://h/a?url=http://h/b?c&d', 'http://h/a?url=http://h/b?c&d&device_id=X'],
  ['http://h/{PLATFORM}?q={INPUT}', 'http://h/{PLATFORM}?q={INPUT}&device_id=X'],
])('%s becomes %s', (url, tagged) => {
  expect(withDeviceId(url, 'X')).toBe(tagged);
  expect(withDeviceId(tagged, 'X')).toBe(tagged);
});
