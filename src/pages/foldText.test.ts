import { describe, expect, it } from 'vitest';
import { foldText } from './foldText.js';

describe('a folded text', () => {
  it.each([
    ['Été à Malmö', 'ete a malmo'],
    ['GROẞE Straße', 'grosse strasse'],
    ['Łódź', 'lodz'],
    ['İstanbul ışık', 'istanbul isik'],
    ['Ærø œuvre', 'aero oeuvre'],
    ['Ёлка', 'елка'],
    ['e\u0301te\u0301', 'ete'],
    ['東京 42', '東京 42'],
  ])('of %s is %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});
