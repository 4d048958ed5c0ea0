import { beforeEach, describe, expect, it } from 'vitest';
import { lintDocument } from '../../e2e/lint/lintDocument.js';
import type { JsonObject } from '../msx/json.js';
import type { ChannelOptions } from './channelOptions.js';
import type { ArtworkPiece } from './channelSource.js';
import { createChannelPages } from './createChannelPages.js';
import type { PageProblem, PageTools } from './pageTools.js';

const PLUGIN = 'http://own/tv/plugin.html';

const tools: PageTools = {
  pluginUrl: PLUGIN,
  build: 165,
  nowMs: () => 1,
  fetchDocument: () => Promise.reject(new Error('not asked for')),
  tagDocument: (document) => document,
  deviceId: 'DEV1',
  mayCarry: () => true,
  executeAction: () => undefined,
  setTimer: () => () => undefined,
};

/** What is still to come, and how much. */
let asked: { rest: number[]; limit: number; isRandom: boolean }[];
let reacted: unknown[];
let pieces: (ArtworkPiece<number> | PageProblem)[];
let fault: PageProblem | null;

const problem = (message: string): PageProblem => ({ problem: { message } });
const artworks = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    postId: from + i,
    url: `http://vault/${from + i}.png`,
    label: `artist ${from + i}`,
    properties: { 'makapix:post_id': String(from + i) },
  }));

function stage(options: Partial<ChannelOptions<number>> = {}, build = 165) {
  const answer = createChannelPages<number>(
    { ...tools, build },
    {
      source: {
        begin: (spec) => (spec === 'nonsense' ? null : { name: `The {${spec}}`, rest: [0] }),
        more: (rest, limit, isRandom = false) => {
          asked.push({ rest, limit, isRandom });
          return Promise.resolve(pieces.shift()!);
        },
        react: (...given) => {
          reacted.push(given);
          return Promise.resolve(fault);
        },
      },
      offered: [],
      reaction: null,
      isRandom: () => Promise.resolve(true),
      failed: (message) => ({ headline: message }),
      ...options,
    },
  );
  const request = async (action: unknown): Promise<JsonObject> =>
    (await answer(/request:interaction:(.*)@http:\/\/own\/tv\/plugin\.html/.exec(String(action))![1]!))!;
  return { answer, request };
}
const itemsOf = (page: JsonObject | null): JsonObject[] => page!.items as JsonObject[];
const buttonOf = (page: JsonObject, where: 'header' | 'footer') =>
  itemsOf(page[where] as JsonObject | null)[0]!;

beforeEach(() => {
  asked = [];
  reacted = [];
  fault = null;
  pieces = [
    { artworks: artworks(1, 2), rest: [2] },
    { artworks: artworks(3, 1), rest: [] },
  ];
});

describe('a page of artworks', () => {
  it('shows each, to be opened by itself, and all as a slideshow', async () => {
    const { answer } = stage();
    const page = (await answer('channel:hashtag:cats'))!;
    expect(page.headline).toBe('The {chr:#123}hashtag:cats{chr:#125}');
    expect(itemsOf(page)[1]).toMatchObject({
      title: 'artist 2',
      image: 'http://vault/2.png',
      action: 'image:http://vault/2.png',
      properties: { 'makapix:post_id': '2' },
      options: null,
    });
    expect(buttonOf(page, 'header').action).toBe(
      `slideshow:request:interaction:channel-slides:hashtag:cats@${PLUGIN}`,
    );
    expect(asked).toEqual([{ rest: [0], limit: 24, isRandom: false }]);
  });

  it('grows by its button, until these are all', async () => {
    const { answer, request } = stage();
    const page = (await answer('channel:all'))!;
    const { action } = await request((buttonOf(page, 'footer').selection as JsonObject).action);
    expect(action).toMatch(/^replace:content:channel-.*>item:current$/);
    const whole = await request(action);
    expect(itemsOf(whole).map(({ title }) => title)).toEqual(['artist 1', 'artist 2', 'artist 3']);
    expect(whole.footer).toBeUndefined();
    expect(asked[1]!.rest).toEqual([2]);
  });

  it('says why it does not grow, and tries again', async () => {
    const { answer, request } = stage();
    pieces.splice(1, 0, problem('Not {now}.'));
    const { action } = buttonOf((await answer('channel:all'))!, 'footer');
    expect(await request(action)).toMatchObject({ action: 'error:Not {chr:#123}now{chr:#125}.' });
    expect(await request(action)).toMatchObject({ action: expect.stringMatching(/^replace:/) as string });
  });

  it('does not ask twice while it waits, and begins anew where it is forgotten', async () => {
    const { answer, request } = stage();
    const { action } = buttonOf((await answer('channel:all'))!, 'footer');
    const [first, second] = await Promise.all([request(action), request(action)]);
    expect([first.action, second.action]).toEqual([expect.stringMatching(/^replace:/), '[]']);
    expect(await answer('channel-more:of-another-life')).toMatchObject({ action: 'reload:content' });
  });

  it('says that nothing is in it, and looks again', async () => {
    const { answer, request } = stage();
    pieces = [
      { artworks: [], rest: [] },
      { artworks: artworks(1, 1), rest: [] },
    ];
    const page = (await answer('channel:all'))!;
    const [line] = itemsOf(page);
    expect(line!.label).toContain('Nothing is in this channel');
    expect(itemsOf(await request(line!.action))[0]!.title).toBe('artist 1');
  });

  it('is one that says what is wrong, of a channel that cannot be had or does not exist', async () => {
    const { answer } = stage();
    pieces = [problem('No server.')];
    expect(await answer('channel:all')).toEqual({ headline: 'No server.' });
    expect((await answer('channel:nonsense'))!.headline).toContain('no such channel');
  });
});

describe('a slideshow of a channel', () => {
  it('has all that a server gives at once, shown because of the channel, in random order as MSX', async () => {
    const { answer } = stage();
    const slides = (await answer('channel-slides:all'))!;
    expect(slides).toMatchObject({ cache: false, reuse: false });
    expect(itemsOf(slides)).toEqual([
      {
        imageLabel: 'artist 1',
        action: 'image:http://vault/1.png',
        properties: { 'makapix:post_id': '1', 'makapix:intent': 'channel' },
      },
      expect.objectContaining({ imageLabel: 'artist 2' }),
    ]);
    expect(asked).toEqual([{ rest: [0], limit: 500, isRandom: true }]);
  });

  it('says why there is none', async () => {
    const { answer } = stage();
    pieces = [problem('No server.'), { artworks: [], rest: [] }];
    expect(await answer('channel-slides:all')).toEqual({ headline: 'No server.' });
    expect((await answer('channel-slides:all'))!.headline).toContain('Nothing is in this channel');
    expect((await answer('channel-slides:nonsense'))!.headline).toContain('no such channel');
  });
});

describe('a reaction', () => {
  it('is given and taken back in the options of an artwork', async () => {
    const { answer, request } = stage({ reaction: '❤️' });
    const page = (await answer('channel:all'))!;
    const [give, takeBack] = itemsOf(itemsOf(page)[1]!.options as JsonObject);
    expect(give!.label).toBe('React with ❤️');
    expect((await request(give!.action)).action).toMatch(/^success:/);
    expect((await request(takeBack!.action)).action).toMatch(/^success:/);
    expect(reacted).toEqual([
      [2, '❤️', false],
      [2, '❤️', true],
    ]);
    fault = problem('Not {that}.');
    expect(await request(give!.action)).toMatchObject({ action: 'error:Not {chr:#123}that{chr:#125}.' });
  });
});

describe('the list of channels', () => {
  it('has those that the owner offers, by the owner’s names', async () => {
    const { answer } = stage({
      offered: [
        { channel: 'hashtag:cats', label: 'Cats' },
        { channel: 'all', label: null },
      ],
    });
    const list = (await answer('channels'))!;
    expect(itemsOf(list).map(({ label, action }) => [label, action])).toEqual([
      ['Cats', `content:request:interaction:channel:hashtag:cats@${PLUGIN}`],
      ['The {chr:#123}all{chr:#125}', `content:request:interaction:channel:all@${PLUGIN}`],
    ]);
    expect((await answer('channel:hashtag:cats'))!.headline).toBe('Cats');
  });

  it('says that there are none', async () => {
    const { answer } = stage();
    const list = (await answer('channels'))!;
    expect(itemsOf(list)[0]!.label).toContain('"channels"');
  });

  it('answers nothing else', () => {
    const { answer } = stage();
    for (const dataId of ['history', 'channel', 'channelx:all', 'channel-other:all', 'init'])
      expect(answer(dataId)).toBeNull();
  });
});

it.each([97, 114, 145, 166])('all of it is what MSX 0.1.%i wants', async (build) => {
  const { answer } = stage(
    {
      reaction: '❤️',
      offered: [
        { channel: 'hashtag:cats', label: 'Cats' },
        { channel: 'all', label: null },
      ],
    },
    build,
  );
  pieces.push({ artworks: [], rest: [] });
  const documents = [
    await answer('channel:all'),
    await answer('channel-slides:all'),
    await answer('channel:promoted'),
    await answer('channels'),
    await stage({}, build).answer('channels'),
  ];
  for (const document of documents)
    expect(
      lintDocument(document, {
        kind: 'content',
        version: `0.1.${build}`,
        pluginUrl: PLUGIN,
        dispensable: { flag: 'reloaded', options: 'not there', selection: 'pressed' },
      }),
    ).toEqual([]);
});
