import { beforeEach, expect, test, vi } from 'vitest';
import type { Author, AuthorContext } from '../plugin/author.js';
import { aboutOf } from '../tvx/about.js';
import type { Notice } from '../tvx/notice.js';
import type * as Module from './startPlugin.js';

const PAGE = 'http://host.test/plugin.html';

/** Each test is a page of its own, in which startPlugin may be called once. */
let start: typeof Module;
let log: Notice[];
beforeEach(async () => {
  vi.resetModules();
  start = await import('./startPlugin.js');
  log = [];
});

/** What the page does once it is known what TV it is on. */
function begin(version = '0.1.166'): Author {
  const author = start.startedAuthor();
  author.begin({
    about: aboutOf({ application: { version } }),
    deviceId: 'TV-1',
    pluginUrl: PAGE,
    log: (notice) => log.push(notice),
    load: () =>
      Promise.resolve({
        problem: { code: 'document-status', level: 'error', message: 'Gone.', remedy: 'Put it back.' },
      }),
  } as Partial<AuthorContext> as AuthorContext);
  return author;
}

test('a page is found by its pattern; what is thrown becomes a problem, with what to do', async () => {
  const plugin: Module.RunningPlugin = start.startPlugin({
    requests: {
      'film:{id}': ({ id }) => ({ headline: id, menu: [] }),
      'gone': () => plugin.load('films.json').then(() => null),
    },
  });
  const author = begin();
  expect(await author.answer('film:b%2Fw', null)).toEqual({ document: { headline: 'b/w', menu: [] } });
  expect(await author.answer('gone', null)).toEqual({
    problem: {
      code: 'request-failed',
      level: 'error',
      message: '"gone" failed: Gone.',
      remedy: 'Put it back.',
    },
  });
  expect(await author.answer('nobody', null)).toBeNull();
});

test('a message answers with its action, or a warning and a line in the log', async () => {
  const plugin = start.startPlugin({
    messages: {
      'like:{id}': ({ id }) => `info:${id}`,
      'quiet': () => undefined,
      'broken': () => {
        throw new Error('No {room}');
      },
    },
  });
  const author = begin();
  expect(plugin.message('like:{id}', { id: 7 })).toBe(`execute:service:request:interaction:like:7@${PAGE}`);
  expect(await author.answer('like:7', null)).toMatchObject({ document: { action: 'info:7' } });
  expect(await author.answer('quiet', null)).toMatchObject({ document: { action: '[]' } });
  expect(await author.answer('broken', null)).toMatchObject({
    document: { action: 'warn:"broken" failed: No {chr:#123}room{chr:#125}' },
  });
  expect(log).toMatchObject([{ code: 'request-failed' }]);
});

test.each([
  ['0.1.144', `replace:content:film:request:interaction:film:7@${PAGE}`],
  ['0.1.143', 'reload:content'],
])('MSX %s shows a page anew in its way', (version, action) => {
  const plugin = start.startPlugin({});
  begin(version);
  expect(plugin.showAgain('film', plugin.request('film:{id}', { id: 7 }))).toBe(action);
});

test('it says that it is not ready, that it is there already, and that nobody has called it', () => {
  expect(() => start.startedAuthor()).toThrow(/does not call startPlugin/);
  const plugin = start.startPlugin({});
  expect(() => plugin.request('film')).toThrow(/not ready/);
  expect(() => start.startPlugin({})).toThrow(/called already/);
});
