import { expect, expectTypeOf, test } from 'vitest';
import { handleEvents } from './handleEvents.js';

test('an event goes to the one who asked about it, in its type', () => {
  const heard: unknown[] = [];
  const handle = handleEvents({
    'video:load': ({ info }) => heard.push(info.url),
    'video:play': ({ data }) => heard.push(data?.position ?? 'not said'),
    'app:suspend': ({ event }) => heard.push(event),
    'settings:random_playback': ({ value }) => heard.push(value),
    'custom:hello': ({ data }) => heard.push(data),
  });
  handle({ event: 'video:load', info: { url: 'http://host.test/a.mp4' } });
  handle({ event: 'video:play' });
  handle({ event: 'app:suspend' });
  handle({ event: 'settings:random_playback', value: 1 });
  handle({ event: 'custom:hello', data: { to: 'all' } });
  expect(heard).toEqual(['http://host.test/a.mp4', 'not said', 'app:suspend', 1, { to: 'all' }]);
});

test('what nobody asked about goes by, and so does what is no event', () => {
  const handle = handleEvents({ 'app:resume': () => expect.unreachable() });
  handle({ event: 'app:suspend' });
  handle({ event: 'toString' });
  handle({ event: 7 });
  handle({});
});

test('the compiler knows the events of MSX', () => {
  handleEvents({
    'video:seek': (event) => expectTypeOf(event.position).toEqualTypeOf<number>(),
    // @ts-expect-error -- only load says which it is
    'video:pause': (event) => event.info as unknown,
  });
  // @ts-expect-error -- there is no such event
  handleEvents({ 'video:end': () => undefined });
});
