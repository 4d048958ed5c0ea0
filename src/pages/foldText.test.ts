import { afterEach, describe, expect, it } from 'vitest';
import { foldText } from './foldText.js';

const own = Object.getOwnPropertyDescriptor(String.prototype, 'normalize')!;
const restore = () => Object.defineProperty(String.prototype, 'normalize', own);
/** As WebKit 538 is. */
const withoutNormalize = () =>
  Object.defineProperty(String.prototype, 'normalize', { value: undefined, configurable: true });

describe.each([
  ['an engine of today', () => undefined],
  ['an engine without `normalize`', withoutNormalize],
])('in %s, a folded text', (_, prepare) => {
  afterEach(restore);

  it.each([
    ['Été à Malmö', 'ete a malmo'],
    ['GROẞE Straße', 'grosse strasse'],
    ['Łódź', 'lodz'],
    ['İstanbul ışık', 'istanbul isik'],
    ['Ærø œuvre', 'aero oeuvre'],
    ['Ёлка Йод', 'елка иод'],
    ['e\u0301te\u0301', 'ete'],
    ['Țară', 'tara'],
    ['東京 42', '東京 42'],
  ])('of %s is %s', (text, folded) => {
    prepare();
    expect(foldText(text)).toBe(folded);
  });
});

it('takes each Latin letter apart as an engine of today does', () => {
  const letters = Array.from({ length: 0x180 - 0xc0 }, (_, i) => String.fromCharCode(0xc0 + i));
  const foldedNow = letters.map(foldText);
  letters.forEach((letter, i) => {
    const base = letter.toLowerCase().normalize('NFD').charAt(0);
    if (base >= 'a' && base <= 'z') expect(foldedNow[i]).toBe(base);
  });
  withoutNormalize();
  const foldedThen = letters.map(foldText);
  restore();
  expect(foldedThen).toEqual(foldedNow);
});
