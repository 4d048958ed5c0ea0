import type { TaggerOptions } from '../../../../src/msx/createTagger.js';
import type { Json, JsonObject } from '../../../../src/msx/json.js';
import { tag } from '../../../../src/msx/tag.js';
import { withOwnPages } from '../../../../src/pages/withOwnPages.js';
import { inTurn, numbers, pause } from './inTurn.js';
import { now } from './now.js';

export interface TaggingOptions {
  sizes: number[];
  rounds: number;
}

/** In ms, for one document of so many items. */
export interface TaggingResult {
  items: number;
  characters: number;
  links: number[];
  deep: number[];
  /** JSON.parse and JSON.stringify of the same text. */
  json: number[];
}

/** A content page as servers make them: a picture, a title, a link and a few properties for each item. */
function page(items: number): string {
  const list: JsonObject[] = numbers(items).map((i) => ({
    id: `item-${i}`,
    title: `Track ${i} of the album`,
    titleFooter: `Artist ${i % 97}`,
    image: `covers/${i % 211}.jpg`,
    action: i % 10 ? `audio:media/track-${i}.mp3` : `content:albums/${i}.json>first`,
    properties: { 'makapix:post_id': i, 'makapix:channel': 'all', 'trigger:complete': 'player:goto:next' },
  }));
  return JSON.stringify({
    headline: 'All tracks',
    template: { type: 'separate', layout: '0,0,3,3', color: 'msx-glass' },
    items: list,
  });
}

/** Short runs are repeated, so that the engine's clock, of a millisecond at worst, can tell them. */
const AT_LEAST_MS = 40;

function timeOf(act: () => unknown): number {
  let runs = 0;
  const startedAt = now();
  let passed = 0;
  while (passed < AT_LEAST_MS) {
    act();
    runs++;
    passed = now() - startedAt;
  }
  return passed / runs;
}

export function tagging({ sizes, rounds }: TaggingOptions): Promise<TaggingResult[]> {
  const origin = 'http://media.example:8080';
  const pluginUrl = `${origin}/plugin.html`;
  const options: Omit<TaggerOptions, 'mode'> = {
    deviceId: 'UziFFZs2f.LrEanSQIJYGwKez.zlMM5rF3SctmQ30GDC',
    mayTag: (one) => one === origin,
    pluginUrl,
    tagImages: false,
    // both as src/plugin/createDocuments.ts has them by default: items with a post ID get triggers in deep
    around: withOwnPages,
    triggers: {
      if: 'makapix:post_id',
      slide: `execute:service:slider:silent:request:interaction:slide@${pluginUrl}`,
      track: `execute:service:video:silent:request:interaction:track@${pluginUrl}`,
    },
  };
  const documentUrl = `${origin}/lists/all.json`;
  return inTurn(sizes, (items) => {
    const text = page(items);
    const document = JSON.parse(text) as Json;
    const result: TaggingResult = { items, characters: text.length, links: [], deep: [], json: [] };
    return inTurn(numbers(rounds), () => {
      result.json.push(timeOf(() => JSON.stringify(JSON.parse(text))));
      result.links.push(timeOf(() => tag(document, { ...options, documentUrl, mode: 'links' })));
      result.deep.push(timeOf(() => tag(document, { ...options, documentUrl, mode: 'deep' })));
      return pause(0);
    }).then(() => result);
  });
}
