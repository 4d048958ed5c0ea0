import { describe, expect, it } from 'vitest';
import { createTemplates, type TvWords } from './createTemplates.js';

const TV: TvWords = { origin: 'http://a:1', playerId: 'msx_a', deviceId: 'a%20b' };
const documentOf = ({ origin, playerId, deviceId }: TvWords) => ({
  text: `"${origin}"\n`,
  links: [`${origin}/${playerId}?id=${deviceId}`, `${origin}/é`],
});
const isOther = (made: object): made is { status: number } => 'status' in made;

describe('the text of a document', () => {
  it('has the words of the TV that asks', () => {
    const templates = createTemplates(() => 1, isOther);
    for (const words of [TV, { ...TV, origin: 'https://b', deviceId: '$&' }, { ...TV, playerId: 'msx_b' }])
      expect(templates.textOf('key', words, documentOf)).toBe(JSON.stringify(documentOf(words)));
  });

  it('is made once for all TVs, until something has changed', () => {
    let version = 1;
    const templates = createTemplates(() => version, isOther);
    let count = 0;
    const make = (words: TvWords) => ({ count: ++count, ...documentOf(words) });
    const countIn = (key: string) =>
      (JSON.parse(templates.textOf(key, TV, make) as string) as { count: number }).count;
    expect([countIn('a'), countIn('a'), countIn('b'), countIn('a')]).toEqual([1, 1, 2, 1]);
    version = 2;
    expect([countIn('a'), countIn('a')]).toEqual([3, 3]);
  });

  it('is not kept where there is no document', () => {
    const templates = createTemplates(() => 1, isOther);
    expect(templates.textOf('key', TV, () => ({ status: 404 }))).toEqual({ status: 404 });
    expect(templates.textOf('key', TV, () => ({ found: true }))).toBe('{"found":true}');
  });

  it('is forgotten for those of others when there are very many', () => {
    const templates = createTemplates(() => 1, isOther);
    let count = 0;
    const ask = (key: string) => templates.textOf(key, TV, () => ({ count: ++count }));
    for (let i = 0; i < 1000; i++) ask(`page ${i}`);
    ask('page 999');
    expect(count).toBe(1000);
    ask('page 0');
    expect(count).toBe(1001);
  });
});
