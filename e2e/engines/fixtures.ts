import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Route } from '../stage/startServer.js';
import { tone } from '../stage/wav.js';

const GALLERY = join(import.meta.dirname, '../../src/bridge/gallery');

/** A TV with a MAC address, as most have. */
export const TV = { macAddress: '00:11:22:33:44:55', platform: 'tizen', msxVersion: '0.1.163' };

const LAYOUT = '0,0,3,3';
const item = { type: 'separate', layout: LAYOUT };

/** A menu whose entries are documents of the same name. */
export const menuOf = (...labels: string[]): Answer => ({
  json: { headline: 'Lab', menu: labels.map((label) => ({ label, data: `${label}.json` })) },
});

/** A content page. */
export const pageOf = (headline: string, ...items: Record<string, unknown>[]): Answer => ({
  json: { headline, template: item, items },
});

export const picture = (): Answer => ({
  body: readFileSync(join(GALLERY, 'pictures/tiles.png')),
  type: 'image/png',
});

export const sound = (seconds: number): Answer => ({ body: tone(seconds), type: 'audio/wav' });

export const film = (): Answer => ({
  body: readFileSync(join(GALLERY, 'media/a-day.webm')),
  type: 'video/webm',
});

/** A menu with one page of pictures: post 101 and on; `broken` ones (by number) are missing on the host. */
export function gallery(count: number, broken: number[] = []): Record<string, Route> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const files: Record<string, Route> = {
    'menu.json': menuOf('pictures'),
    'pictures.json': pageOf(
      'Pictures',
      ...numbers.map((number) => ({
        title: `Picture ${number}`,
        layout: LAYOUT,
        action: `image:picture-${number}.png`,
        properties: { 'makapix:post_id': 100 + number },
      })),
    ),
  };
  for (const number of numbers) if (!broken.includes(number)) files[`picture-${number}.png`] = picture();
  return files;
}
