import { expect, it } from 'vitest';
import { aboutOf, requestAbout } from './about.js';

it('takes platform, versions and language from info', () => {
  const info = {
    platform: 'tizen',
    language: 'en',
    application: { version: '0.1.163' },
    framework: { version: '0.1.35' },
    content: { interaction: 'http://host/plugin.html', parameter: 'menu:request:interaction:init@x' },
  };
  expect(aboutOf(info)).toEqual({
    platform: 'tizen',
    msxVersion: '0.1.163',
    build: 163,
    pluginUrl: 'http://host/plugin.html',
    start: 'menu:request:interaction:init@x',
    frameworkVersion: '0.1.35',
    language: 'en',
    text: 'Samsung Tizen / MSX 0.1.163',
  });
});

it.each([
  ['lg', 'LG webOS / MSX ?'],
  ['firetv', 'Fire TV / MSX ?'],
  ['something new', 'something new / MSX ?'],
  ['constructor', 'constructor / MSX ?'],
])('calls the platform %s %s', (platform, text) => expect(aboutOf({ platform }).text).toBe(text));

it.each([null, undefined, 'x', 3, [], {}, { platform: 5, application: 'x', framework: null }])(
  'says what it does not know of %j',
  (info) =>
    expect(aboutOf(info)).toEqual({
      platform: null,
      msxVersion: null,
      build: NaN,
      pluginUrl: null,
      start: null,
      frameworkVersion: null,
      language: null,
      text: 'TV / MSX ?',
    }),
);

it('takes what MSX protects for unknown', () =>
  expect(aboutOf({ content: { interaction: 'protected', parameter: 'protected' } })).toMatchObject({
    pluginUrl: null,
    start: null,
  }));

it.each([
  ['0.1.163', 163],
  ['0.1.58', 58],
  ['0.2.0', NaN],
  ['1', NaN],
  [null, NaN],
])('takes %j for the build %d', (version, build) =>
  expect(aboutOf({ application: { version } }).build).toBe(build),
);

it('asks MSX once it is there, and takes a refusal for nothing known', async () => {
  const asked: string[] = [];
  const answering = (answer: Promise<unknown>) => ({
    ready: Promise.resolve(),
    requestData: (dataId: string) => {
      asked.push(dataId);
      return answer;
    },
  });
  expect(await requestAbout(answering(Promise.resolve({ platform: 'lg' })))).toMatchObject({
    platform: 'lg',
  });
  expect(await requestAbout(answering(Promise.reject(new Error('timed out'))))).toEqual(aboutOf(null));
  expect(asked).toEqual(['info', 'info']);
});
