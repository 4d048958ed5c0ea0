import { expect, test } from 'vitest';
import { typeFaults } from '../../e2e/lint/typeFaults.js';
import { aboutOf } from '../tvx/about.js';
import { problemPage } from './problemPage.js';

const about = aboutOf({
  application: { version: '0.1.163' },
  content: { interaction: 'http://host.test/tv.html' },
});
const page = (kind: 'menu' | 'content' | 'playlist' | null) =>
  problemPage(
    { code: 'films-missing', message: 'There are no {films}.', remedy: 'Add some.' },
    { about, pageUrl: 'http://host.test/page.html', dataId: 'films:new', kind },
  );

test('says what is wrong as it is written, and asks again by the same request', () => {
  const text = JSON.stringify(page('content'));
  expect(text).toContain('There are no {chr:#123}films{chr:#125}.');
  expect(text).toContain('films-missing');
  expect(text).toContain('request:interaction:films:new@http://host.test/tv.html');
});

test('is a document that MSX takes, whatever is wanted', () => {
  const documents = (['menu', 'content', 'playlist', null] as const).flatMap((kind) => {
    const { menu, error, ...content } = page(kind) as Record<string, unknown>;
    expect(error === undefined).toBe(kind === 'playlist');
    return menu === undefined ? [content] : [content, { menu }];
  });
  expect(documents).toHaveLength(7);
  expect(typeFaults(documents.map((one, i) => ({ name: `${i}`, text: JSON.stringify(one) })))).toEqual([]);
}, 60_000);
