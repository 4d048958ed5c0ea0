import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { parseRequest, splitActions } from '../../preview/readAction.js';
import { mapAction } from '../action.js';
import type { Link } from '../action.js';
import { delay, list } from './combinedActions.js';
import { createRequest } from './createRequest.js';
import { dataIdOf, readDataId } from './dataId.js';
import { content, replace } from './documentActions.js';

const PLUGIN = 'http://host.test/tv/plugin.html?config=den';
const request = createRequest(PLUGIN);

/** Any text, and often what has a meaning somewhere: half characters, separators, addresses, what is encoded already. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...':@|{}>[]%/ ~!\'()*"\\=&?#'.match(/./g)!,
      '\uD83D',
      '\uDE00',
      'a',
      '%41',
      '%uD83D',
      'http://',
    ),
  }),
);

test('any text comes back as it was', () => {
  fc.assert(
    fc.property(anyText, anyText, (id, part) => {
      const dataId = dataIdOf('film:{id}:of:{part}', { id, part });
      expect(readDataId('film:{id}:of:{part}', dataId)).toEqual({ id, part });
    }),
    { numRuns: 2000 },
  );
});

test('any text survives in an action, in a list, after a delay, and for whoever looks for links', () => {
  fc.assert(
    fc.property(anyText, (id) => {
      const opened = content(request('film:{id}', { id }), { item: 'a', execute: true });
      const inList = list(
        'cleanup',
        delay('x', 1, opened),
        replace('menu', 'm', request('menu:{id}', { id })),
      );
      const links: Link[] = [];
      expect(mapAction(inList, (link) => (links.push(link), link.text))).toBe(inList);
      const dataIds = links.filter(({ kind }) => kind === 'dataId');
      expect(dataIds.map(({ text, page }) => [page, text.slice(5)])).toEqual(
        dataIds.map(() => [PLUGIN, dataIdOf('{id}', { id })]),
      );
      expect(dataIds).toHaveLength(2);

      const [, delayed] = splitActions(inList.slice(1, -1));
      expect(delayed).toBe(`delay:x:1:${opened}`);
      const { dataId, pluginUrl } = parseRequest(
        opened.split('>')[0]!.slice('content:request:interaction:'.length),
      );
      expect(pluginUrl).toBe(PLUGIN);
      expect(readDataId('film:{id}', dataId)).toEqual({ id });
    }),
    { numRuns: 1000 },
  );
});

test('what is left of a text is readable', () => {
  expect(dataIdOf('film:{id}', { id: 'the-Harbour_2.mp4' })).toBe('film:the-Harbour_2.mp4');
  expect(dataIdOf('film:{id}', { id: 7 })).toBe('film:7');
  expect(dataIdOf('film:{id}', { id: "it's: a@b" })).toBe('film:it%27s%3A%20a%40b');
});

test('MSX may fill in a value', () => {
  expect(dataIdOf('film:{id}', { id: { context: 'film' } })).toBe('film:{context:film}');
  expect(dataIdOf('film:{id}', { id: '{context:film}' })).toBe('film:%7Bcontext%3Afilm%7D');
});

test('a text that the pattern has not made has no values', () => {
  expect(readDataId('film:{id}', 'film')).toBeNull();
  expect(readDataId('film:{id}', 'film:a:b')).toBeNull();
  expect(readDataId('film:{id}', 'show:a')).toBeNull();
  expect(readDataId('film:{id}', 'film:')).toEqual({ id: '' });
});

test('what a person has written by hand comes as it is', () => {
  expect(readDataId('film:{id}', 'film:50%')).toEqual({ id: '50%' });
  expect(readDataId('film:{id}', 'film:%E0%A4%A')).toEqual({ id: '%E0%A4%A' });
  expect(readDataId('film:{id}', 'film:Käse und Brot')).toEqual({ id: 'Käse und Brot' });
});

test('a pattern says which values there are', () => {
  expectTypeOf(readDataId('film:{id}:{page}', '')).toEqualTypeOf<{ id: string; page: string } | null>();
  expect(request('init')).toBe(`request:interaction:init@${PLUGIN}`);
  expect(createRequest(null)('init')).toBe('request:interaction:init');
  // @ts-expect-error -- no such value
  dataIdOf('film:{id}', { id: 'a', page: 1 });
  // @ts-expect-error -- a value is missing
  dataIdOf('film:{id}:{page}', { id: 'a' });
  // @ts-expect-error -- there are no values
  dataIdOf('init', { id: 'a' });
});
