import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from './base64.js';
import type { Json } from './json.js';
import type { TaggingMode } from './createTagger.js';
import { tag } from './tag.js';

/** Documents as real services write them, reduced, with what they have to become. */
interface Case {
  name: string;
  mode: TaggingMode;
  config: {
    origins: string[];
    pluginUrl: string;
    documentUrl: string;
    tagImages: boolean;
    deviceId: string;
  };
  document: Json;
  /** null: there is more than one right answer; `mustHold` says what is so in all of them */
  expected: Json | null;
  mustHold?: string;
}

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case);

const result = ({ mode, config, document }: Case): Json =>
  tag(document, { ...config, mode, mayTag: (origin) => config.origins.includes(origin) });

/** A nested page may be spelled in base64 or as it is, and a space behind an action's word may stay or go. */
const inOneSpelling = (document: Json): Json =>
  JSON.parse(
    JSON.stringify(document)
      .replace(/page:([A-Za-z0-9_-]+)@/g, (_all, text: string) => `page:${fromBase64(text)}@`)
      .replace(/(content|menu|video): /g, '$1:'),
  ) as Json;

describe('a document of a real service', () => {
  it.each(cases.filter(({ expected }) => expected !== null).map((one) => [one.name, one] as const))(
    '%s becomes what it should',
    (_name, one) => {
      expect(inOneSpelling(result(one))).toEqual(inOneSpelling(one.expected));
    },
  );

  it('context-freight-deep: a server gets the address of a film, never a request to the plugin', () => {
    const one = cases.find(({ name }) => name === 'context-freight-deep')!;
    const tagged = result(one) as { items: { link: string }[]; template: { action: string } };
    expect(tagged.items[0]!.link).toMatch(/^http:\/\/owner\.test\/film\/1\.json(?:\?device_id=DEV1)?$/);
    expect(tagged.template.action).toBe('content:{context:link}');
  });

  it('has no case without an assertion', () => {
    expect(cases.filter(({ expected }) => expected === null).map(({ name }) => name)).toEqual([
      'context-freight-deep',
    ]);
  });
});
