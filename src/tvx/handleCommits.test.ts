import { expect, expectTypeOf, test } from 'vitest';
import { handleCommits } from './handleCommits.js';

function setup() {
  const heard: unknown[] = [];
  const handle = handleCommits({
    slider: ({ url }, data) => heard.push(['slider', url, data]),
    message: (text, data) => heard.push(['message', text, data]),
    data: (data) => heard.push(['data', data]),
  });
  return { heard, handle };
}

test('what is committed goes to the one who asked about it, with what stood beside the action', () => {
  const { heard, handle } = setup();
  handle({ slider: { url: 'http://host.test/1.png' }, data: null });
  handle({ message: 'like:harbour', data: { from: 'menu' } });
  expect(heard).toEqual([
    ['slider', 'http://host.test/1.png', null],
    ['message', 'like:harbour', { from: 'menu' }],
  ]);
});

test('what nobody asked about, and what is nothing, is data', () => {
  const { heard, handle } = setup();
  handle({ data: { like: 'harbour' } });
  handle({ video: { scene: 'background' }, data: 1 });
  handle({ slider: null, data: 2 });
  expect(heard).toEqual([
    ['data', { like: 'harbour' }],
    ['data', 1],
    ['data', 2],
  ]);
});

test('the compiler knows what can be committed', () => {
  handleCommits({ video: ({ info }) => expectTypeOf(info?.url).toEqualTypeOf<string | undefined>() });
  // @ts-expect-error -- there is no such thing
  handleCommits({ picture: () => undefined });
});
