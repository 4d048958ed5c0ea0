import { describe, expect, it } from 'vitest';
import { KEYS_PER_ROW, keysOf, languageOf, nextLanguage } from './keyboards.js';

const LANGUAGES = ['en', 'fr', 'de', 'es', 'pt', 'it', 'tr', 'ru'];

describe('the keyboards', () => {
  it.each(LANGUAGES)('has four full rows in %s, none of whose keys is there twice', (language) => {
    const keys = keysOf({ language, signs: false, shift: 'off' });
    expect(keys).toHaveLength(4 * KEYS_PER_ROW);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['en', 'abcdefghijklmnopqrstuvwxyz'],
    ['fr', 'abcdefghijklmnopqrstuvwxyzàçèéêù'],
    ['de', 'abcdefghijklmnopqrstuvwxyzäöüß'],
    ['es', 'abcdefghijklmnopqrstuvwxyzñáéíóúü'],
    ['pt', 'abcdefghijklmnopqrstuvwxyzãõçáéíóúâê'],
    ['it', 'abcdefghijklmnopqrstuvwxyzàèéìòù'],
    ['tr', 'abcdefghijklmnopqrstuvwxyzçğıöşü'],
    ['ru', 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'],
  ])('can write the alphabet of %s', (language, alphabet) => {
    const keys = keysOf({ language, signs: false, shift: 'off' });
    expect(alphabet.split('').filter((letter) => !keys.includes(letter))).toEqual([]);
  });

  it('has the signs of addresses and passwords in every language', () => {
    const keys = keysOf({ language: 'ru', signs: true, shift: 'off' });
    expect(keys).toHaveLength(4 * KEYS_PER_ROW);
    expect('.,:;!?-_@#&%\'"()[]{}<>/\\+*=|~^`$'.split('').filter((sign) => !keys.includes(sign))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('makes each letter a single capital', () => {
    const capitals = (language: string) => keysOf({ language, signs: false, shift: 'once' });
    expect(capitals('de')).toContain('Ä');
    expect(capitals('de')).toContain('ß');
    expect(capitals('tr')).toEqual(expect.arrayContaining(['İ', 'I']));
    expect(capitals('ru')).toContain('Ж');
    LANGUAGES.forEach((language) => expect(capitals(language)).toHaveLength(4 * KEYS_PER_ROW));
  });

  it('comes around to the first language after the last', () => {
    const visited = LANGUAGES.map(() => '');
    LANGUAGES.reduce((language, _, i) => (visited[i] = nextLanguage(language)), 'en');
    expect(visited).toEqual([...LANGUAGES.slice(1), 'en']);
  });

  it.each(['', 'xx', 'constructor', 'EN'])('is English for the language "%s"', (text) => {
    expect(languageOf(text)).toBe('en');
  });
});
