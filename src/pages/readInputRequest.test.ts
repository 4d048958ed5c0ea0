import { describe, expect, it } from 'vitest';
import { readInputRequest } from './readInputRequest.js';

describe('what an input page is asked for', () => {
  it('is read in the order that MSX documents', () => {
    expect(
      readInputRequest(
        'http://own/s?q={INPUT}|search:3|fr|Titre|http://own/a.jpg|Extension|Texte|Nom|20|premier|essai',
        'default',
      ),
    ).toEqual({
      url: 'http://own/s?q={INPUT}',
      inputType: 'search',
      minLength: 3,
      language: 'fr',
      headline: 'Titre',
      background: 'http://own/a.jpg',
      extension: 'Extension',
      hint: 'Texte',
      placeholder: 'Nom',
      limit: 20,
      firstInput: 'premier|essai',
    });
  });

  it('is a plain English input of at least one letter where nothing is said', () => {
    expect(readInputRequest('http://own/s?q={INPUT}', 'default')).toMatchObject({
      inputType: 'default',
      minLength: 1,
      language: 'en',
      headline: '',
      limit: 0,
      firstInput: '',
    });
  });

  it.each([
    ['||it', 'default', 1],
    ['|secret', 'secret', 1],
    ['|search:0', 'search', 0],
    ['|search:x', 'search', 1],
    ['|other:2', 'default', 2],
  ])('takes "%s" for %s from %i letters on', (rest, inputType, minLength) => {
    expect(readInputRequest(`http://own/s${rest}`, 'default')).toMatchObject({ inputType, minLength });
  });
});
