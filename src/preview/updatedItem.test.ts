import fc from 'fast-check';
import { expect, test } from 'vitest';
import { updatedItem } from './updatedItem.js';

const origin = { id: 'a', title: 'Title', titleFooter: null, action: 'info:a', badge: '' };

test('an update changes what the document set, and colours', () => {
  expect(updatedItem('content', origin, origin, { title: 'New', badge: 'B', color: 'msx-red' })).toEqual({
    ...origin,
    title: 'New',
    badge: 'B',
    color: 'msx-red',
  });
});

test('it adds nothing: what is missing or null in the document stays so', () => {
  expect(
    updatedItem('content', origin, origin, { titleFooter: 'F', headline: 'H', action: 'info:b' }),
  ).toEqual(origin);
});

test('what an update has emptied can be filled again', () => {
  const now = updatedItem('content', origin, origin, { title: null });
  expect(updatedItem('content', origin, now, { title: 'Back' })).toEqual({ ...origin, title: 'Back' });
});

test('a menu item has a list of its own', () => {
  const item = { id: 'm', label: 'Label', data: 'http://a' };
  expect(
    updatedItem('menu', item, item, { label: 'L', background: 'b', color: 'c', data: 'http://b' }),
  ).toEqual({
    id: 'm',
    label: 'L',
    data: 'http://a',
    background: 'b',
  });
});

test('no update ever touches the action, the data, the properties or the place of an item', () => {
  const key = fc.constantFrom(
    'action',
    'data',
    'properties',
    'layout',
    'id',
    'type',
    'playerLabel',
    'enable',
  );
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.string()),
      fc.constantFrom('menu' as const, 'content' as const),
      (changes, kind) => {
        const item = {
          id: 'a',
          action: 'x',
          data: {},
          properties: {},
          layout: '0,0,1,1',
          type: 'button',
          enable: true,
        };
        expect(updatedItem(kind, item, item, changes)).toEqual(item);
      },
    ),
  );
});
