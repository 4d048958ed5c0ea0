// Every document that the bridge and its sample gallery can give to a TV, against what MSX says it needs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iconHtml } from '../../preview/iconHtml.js';
import { KNOWN_ICONS } from '../../../e2e/lint/known.js';
import type { DocumentKind } from '../../../e2e/lint/check.js';
import { lintDocument } from '../../../e2e/lint/lintDocument.js';
import type { Json, JsonObject } from '../../msx/json.js';
import { readPageRequest } from '../../msx/pageRequest.js';
import { tag } from '../../msx/tag.js';
import {
  albumDocument,
  albumsDocument,
  errorResponse,
  menuDocument,
  startDocument,
  type Tv,
} from '../media/libraryDocuments.js';
import { titleOf, type Kind } from '../media/kind.js';
import { unpairedMenu, unpairedPage } from '../media/unpairedDocuments.js';
import { buildIndex } from '../media/buildIndex.js';
import type { Library } from '../media/openLibrary.js';
import { linksFor } from '../media/linksFor.js';
import type { Post } from '../media/post.js';
import { msxBuild } from '../players/readMsxVersion.js';

const ORIGIN = 'http://192.168.0.10:8080';
const PAGES = { 'plugin.html': '', 'preview/plugin/plugin.html': 'preview=1' };

/** The oldest that the README promises, those that Samsung's TVs stopped at, and today's. */
const VERSIONS = ['0.1.97', '0.1.114', '0.1.134', '0.1.145', '0.1.151', '0.1.154', '0.1.161', '0.1.166'];

/** Younger than the oldest, and missed by nobody there. */
const DISPENSABLE = {
  flag: 'without it a menu is renewed at the next start only',
  truncation: 'without it a long title takes two lines',
};

interface Named {
  name: string;
  kind: DocumentKind;
  document: unknown;
}

const faultsOf = (documents: readonly Named[], version: string, pluginUrl: string | null): string[] =>
  documents.flatMap(({ name, kind, document }) =>
    lintDocument(document, { kind, version, pluginUrl, dispensable: DISPENSABLE }).map(
      ({ rule, at, message }) => `${name}: ${rule} at ${at || 'the top'}: ${message}`,
    ),
  );

const KINDS: Record<string, Kind> = { png: 'image', mp3: 'audio', mp4: 'video' };

function libraryOf(paths: readonly string[], isComplete = true, kinds = KINDS): Library {
  const posts = paths.map((path, at): Post => {
    const kind = kinds[path.replace(/.*\./, '')]!;
    return {
      postId: at + 1,
      path,
      kind,
      title: titleOf(path.replace(/.*\//, '')),
      bytes: at % 2 === 0 ? 5_000_000 : 100,
      modifiedMs: 0,
      fingerprint: String(at),
      width: kind === 'image' && at % 2 === 0 ? 6000 : null,
      height: kind === 'image' && at % 2 === 0 ? 4000 : null,
      durationMs: kind !== 'image' && at % 2 === 0 ? 3_723_000 : null,
      author: null,
    };
  });
  const ids = new Map<string, number>();
  const idOf = (path: string): number => ids.get(path) ?? ids.set(path, ids.size + 1).size;
  const index = buildIndex(posts, (path) => ({ albumId: idOf(path), author: null }), 'My {best} {ico:home}');
  const not = (): never => {
    throw new Error('a document asks for no such thing');
  };
  return {
    root: () => index.root,
    album: (albumId) => index.albums.get(albumId),
    post: (postId) => index.byId.get(postId),
    postAt: (path) => index.byPath.get(path),
    ofKind: (kind) => index.byKind[kind],
    isComplete: () => isComplete,
    version: () => 0,
    fileOf: not,
    rescan: not,
    detailsRead: not,
    setAuthor: not,
    close: not,
  };
}

const LIBRARIES: Record<string, Library> = {
  'an empty folder': libraryOf([]),
  'a folder that is being read': libraryOf([], false),
  'one picture': libraryOf(['a.png']),
  'one sound': libraryOf(['a.mp3']),
  'one film': libraryOf(['a.mp4']),
  'names that mean something to MSX': libraryOf([
    '{ico:home}.png',
    'a}b{c.mp3',
    '{br}|[x]/{context:title}/{PLATFORM}.mp4',
    'a>b|c@http%3A/x.png',
  ]),
  '2,000 files in albums of many kinds': libraryOf([
    ...Array.from({ length: 1000 }, (_, i) => `big/${i}.png`),
    ...Array.from({ length: 300 }, (_, i) => `folders/${i}/a.mp3`),
    ...Array.from({ length: 300 }, (_, i) => `mixed/${i}.mp4`),
    ...Array.from({ length: 300 }, (_, i) => `mixed/${i}.mp3`),
    ...Array.from({ length: 90 }, (_, i) => `mixed/${i}.png`),
    ...Array.from({ length: 10 }, (_, i) => `${'deep/'.repeat(i + 1)}x.png`),
  ]),
};

/** What the routes make of an address, without a server. */
function answer(library: Library, url: string, tv: Tv): JsonObject | undefined {
  const { pathname, searchParams } = new URL(url);
  const menu = searchParams.get('menu') ?? undefined;
  if (pathname === '/msx/albums.json') return albumsDocument(library, tv, menu);
  const [, id] = /^\/msx\/albums\/([^/]+)\.json$/.exec(pathname) ?? [];
  return (id && albumDocument(library, id, Number(searchParams.get('page') ?? 1), tv, menu)) || undefined;
}

const linksIn = (document: unknown): string[] =>
  (JSON.stringify(document).match(/https?:\/\/[^"]+\/msx\/albums[^"]*/g) ?? []).filter(
    (url) => !url.includes('@'),
  );

/** Every document that the menu leads to, and those that it led to before everything was deleted. */
function everyDocument(library: Library, tv: Tv): Named[] {
  const documents: Named[] = [
    { name: 'start.json', kind: 'start', document: startDocument(library.root().title) },
    { name: 'menu.json', kind: 'menu', document: menuDocument(library, tv) },
    { name: 'a refusal', kind: 'content', document: errorResponse(404, 'There is no such album.') },
    ...(['expired', 'unpaired'] as const).flatMap((reason): Named[] => [
      { name: `${reason}, a menu`, kind: 'menu', document: unpairedMenu(reason) },
      { name: `${reason}, a page`, kind: 'content', document: unpairedPage(reason) },
    ]),
  ];
  const empty = libraryOf([]);
  const seen = new Set<string>();
  const waiting = linksIn(documents);
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    const document = answer(library, url, tv);
    expect(document, url).toBeDefined();
    documents.push({ name: url, kind: 'content', document });
    documents.push({ name: `${url}, emptied`, kind: 'content', document: answer(empty, url, tv) });
    waiting.push(...linksIn(document));
  }
  return documents;
}

describe('the documents of the media library', () => {
  it.each(
    Object.entries(LIBRARIES).flatMap(([name, library]) =>
      // What is said of much differs from what is said of little in its number only.
      (library.root().count > 1000 ? ['0.1.97', '0.1.145', '0.1.166'] : VERSIONS).map((version) => ({
        name,
        version,
        library,
      })),
    ),
  )('are what MSX $version can show: $name', ({ version, library }) => {
    const isMuch = library.root().count > 1000;
    for (const [page, query] of Object.entries(PAGES).slice(isMuch ? 1 : 0))
      for (const deviceId of isMuch ? ['a'] : ['a/b {c}', undefined]) {
        const links = linksFor(ORIGIN, page, query, 'msx_a', deviceId, page === 'plugin.html');
        const documents = everyDocument(library, { links, build: msxBuild(version) });
        expect(faultsOf(documents, version, `${ORIGIN}/${page}`)).toEqual([]);
      }
  });

  it('of a folder of 2,000 files are all looked at', () => {
    const links = linksFor(ORIGIN, 'plugin.html', '', 'msx_a', 'a', true);
    const documents = everyDocument(LIBRARIES['2,000 files in albums of many kinds']!, { links, build: 166 });
    expect(documents.length).toBeGreaterThan(2 * 300);
    const posts = JSON.stringify(documents).match(/"makapix:post_id":"\d+"/g) ?? [];
    expect(new Set(posts).size).toBe(2000);
  });

  it('are what the oldest MSX can show, for a TV whose MSX is not known', () => {
    const links = linksFor(ORIGIN, 'plugin.html', '', 'msx_a', 'a', true);
    const build = msxBuild(undefined);
    for (const library of Object.values(LIBRARIES).filter((one) => one.root().count < 1000))
      expect(faultsOf(everyDocument(library, { links, build }), VERSIONS[0]!, null)).toEqual([]);
  });
});

const gallery = join(import.meta.dirname, '../gallery');
const galleryFiles = readdirSync(gallery, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.json'),
);

/** As the plugin hands them to MSX: the gallery's own links are relative. */
function tagged(file: string, url: string, mode: 'deep' | 'links'): Json {
  return tag(JSON.parse(readFileSync(file, 'utf8')) as Json, {
    deviceId: 'a',
    mayTag: (origin) => origin === ORIGIN,
    pluginUrl: `${ORIGIN}/plugin.html`,
    documentUrl: url,
    mode,
    tagImages: false,
  });
}

/** The kind that the others of the gallery ask for a file as; the menu is what the configuration names. */
function kindsOf(file: string): DocumentKind[] {
  if (file === 'menu.json') return ['menu'];
  const texts = JSON.stringify(
    galleryFiles.map((one) => tagged(join(gallery, one), `${ORIGIN}/gallery/${one}`, 'deep')),
  );
  const kinds = [...texts.matchAll(/(\w+):request:interaction:(page:[^@"]+)@/g)].flatMap(
    ([, action, dataId]) =>
      readPageRequest(dataId!)?.url.includes(`/gallery/${file}`) ? [action as DocumentKind] : [],
  );
  return [...new Set<DocumentKind>(['content', ...kinds])];
}

describe('the sample gallery', () => {
  it.each(VERSIONS)('is what MSX %s can show', (version) => {
    const documents = galleryFiles.flatMap((file) =>
      kindsOf(file).map((kind) => ({
        name: file,
        kind,
        document: tagged(join(gallery, file), `${ORIGIN}/gallery/${file}`, 'deep'),
      })),
    );
    expect(documents.some(({ kind }) => kind === 'slideshow')).toBe(true);
    expect(faultsOf(documents, version, `${ORIGIN}/plugin.html`)).toEqual([]);
  });
});

it.each(VERSIONS)('the files beside the plugin are what MSX %s can show', (version) => {
  const read = (file: string) => tagged(join('plugin', file), `${ORIGIN}/${file}`, 'links');
  const documents: Named[] = [
    { name: 'menu.json', kind: 'menu', document: read('menu.json') },
    {
      name: 'start.json',
      kind: 'start',
      document: JSON.parse(readFileSync('plugin/msx/start.json', 'utf8')),
    },
  ];
  expect(faultsOf(documents, version, `${ORIGIN}/plugin.html`)).toEqual([]);
});

it('every icon that was looked up has a drawing in the small MSX', () => {
  const letters = [...KNOWN_ICONS].filter((name) => iconHtml(name).includes('icon-letter'));
  expect(letters).toEqual([]);
});
