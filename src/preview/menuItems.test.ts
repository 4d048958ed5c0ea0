import { expect, test } from 'vitest';
import { checkedItems, findChoice, markedChoice, nextChoice, spotAt } from './menuItems.js';

const ITEMS = [
  { type: 'separator', label: 'Pictures' },
  { id: 'new', label: 'New' },
  { id: 'off', label: 'Off', enable: false },
  { id: 'old', label: 'Old', focus: true },
];
const NEW = 1;
const OLD = 3;

test('an index counts only what can be chosen', () => {
  expect(findChoice(ITEMS, { to: 'index', index: 0 })).toBe(NEW);
  expect(findChoice(ITEMS, { to: 'index', index: 1 })).toBe(OLD);
  expect(spotAt(ITEMS, OLD)).toEqual({ id: 'old', index: 1 });
});

test('an item that is off is not found by its ID', () => {
  expect(findChoice(ITEMS, { to: 'id', id: 'old' })).toBe(OLD);
  expect(findChoice(ITEMS, { to: 'id', id: 'off' })).toBeNull();
  expect(spotAt(ITEMS, 2)).toBeNull();
});

test('the keys pass over what cannot be chosen, and end at both ends', () => {
  expect(nextChoice(ITEMS, NEW, 1)).toBe(OLD);
  expect(nextChoice(ITEMS, OLD, -1)).toBe(NEW);
  expect(nextChoice(ITEMS, NEW, -1)).toBeNull();
  expect(nextChoice(ITEMS, OLD, 1)).toBeNull();
});

test('an item may be marked for the focus, unless it cannot be chosen', () => {
  expect(markedChoice(ITEMS)).toBe(OLD);
  expect(markedChoice([{ focus: true, enable: false }, {}])).toBeNull();
});

test('an item whose ID is taken is left out, and a warning says so', () => {
  const warnings: string[] = [];
  const menu = [{ id: 'a' }, { id: 'b', display: false }, { id: 'a', label: 'again' }];
  expect(checkedItems({ menu }, '0.1.166', warnings)).toEqual([{ id: 'a' }]);
  expect(warnings).toEqual(["Menu item 1 is left out: the ID 'a' is already registered"]);
});
