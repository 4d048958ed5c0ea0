import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const gallery = join(import.meta.dirname, 'gallery');
const files = readdirSync(gallery, { recursive: true, encoding: 'utf8' }).filter((file) =>
  statSync(join(gallery, file)).isFile(),
);
const documents = files
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, text: readFileSync(join(gallery, file), 'utf8') }));

interface Item {
  title: string;
  image?: string;
  action?: string;
  properties?: Record<string, unknown>;
}
const items = documents.flatMap(({ file, text }) =>
  ((JSON.parse(text) as { items?: Item[] }).items ?? []).map((item) => ({ file, ...item })),
);

/** Every text of a document that is a link to a file, as a path within the gallery. */
const links = documents.flatMap(({ file, text }) =>
  [...text.matchAll(/"(?:[a-z]+:)?([a-z0-9./-]+\.(?:json|png|mp3|mp4|webm))"/g)].map(([, link = '']) =>
    relative(gallery, join(gallery, dirname(file), link)),
  ),
);

describe('the sample gallery', () => {
  it('links only to files of its own, but for the one picture that is broken on purpose', () => {
    const missing = new Set(links.filter((link) => !existsSync(join(gallery, link))));
    expect([...missing]).toEqual(['pictures/no-such-file.png']);
    expect(
      items.filter(({ image }) => image?.endsWith('no-such-file.png')).map(({ title }) => title),
    ).toEqual(['Broken on purpose', 'Broken on purpose']);
  });

  it('reaches each of its files from the menu', () => {
    const reached = new Set(['menu.json', ...links]);
    expect(files.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('knows no host: it works wherever it is copied to', () => {
    expect(documents.filter(({ text }) => /https?:/.test(text))).toEqual([]);
  });

  it('gives each work one post id and a channel that says all it has to', () => {
    const works = items.filter(({ properties }) => properties);
    const titleOf = new Map<unknown, string>();
    for (const { title, image, action = '', properties = {} } of works) {
      const id = properties['makapix:post_id'];
      const work = `${title} ${action}`;
      expect(Number.isInteger(id), work).toBe(true);
      expect(titleOf.get(id) ?? work).toBe(work);
      titleOf.set(id, work);
      expect(['all', 'promoted', 'hashtag']).toContain(properties['makapix:channel']);
      expect(properties['makapix:channel'] === 'hashtag').toBe('makapix:hashtag' in properties);
      expect(image).toBeTruthy();
    }
    expect(titleOf.size).toBe(12);
  });

  it('leaves triggers to the plugin, which knows whether the TV’s MSX would warn of them', () => {
    expect(documents.filter(({ text }) => text.includes('image:trigger'))).toEqual([]);
  });

  it('is small', () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(gallery, file)).size, 0);
    expect(bytes).toBeLessThan(1_000_000);
  });
});
