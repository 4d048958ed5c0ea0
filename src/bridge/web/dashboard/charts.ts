import { shortened } from '../../text/shortened.js';
import type { SeenJson } from './callApi.js';

const DAY_MS = 86_400_000;

/** Days that the chart shows, today included. */
const DAYS = 30;
const TOP_POSTS = 10;

/** Narrow enough that the text of 13 to 16 units can be read on a phone. */
const WIDTH = 360;

const NEVER: SeenJson = { views: 0, impressions: 0, total: 0 };

/** What a bar is made of, from its beginning on: the class of each part, and how much of it there is. */
const partsOf = ({ views, impressions, total }: SeenJson): [string, number][] =>
  (
    [
      ['views', views],
      ['impressions', impressions],
      ['unknown', total - views - impressions],
    ] satisfies [string, number][]
  ).filter(([, count]) => count > 0);

/** `3 views, 1 impression`; and what nobody has told apart, where there is such. */
export function seenText(seen: SeenJson): string {
  const [views, impressions] = [plural(seen.views, 'view'), plural(seen.impressions, 'impression')];
  const rest = seen.total - seen.views - seen.impressions;
  return `${views}, ${impressions}${rest > 0 ? `, ${rest} from before they were told apart` : ''}`;
}

/**
 * Views and impressions by day as an SVG, one upon the other. Colours are the page's (`currentColor` and the classes
 * `bar`, `grid`), so that it is right in dark and light.
 * @param perDay days on which something was seen, see Stats
 */
export function dayChart(perDay: readonly ({ day: string } & SeenJson)[], nowMs: number): string {
  const seen = new Map(perDay.map((one) => [one.day, one]));
  const today = Math.floor(nowMs / DAY_MS);
  const days = Array.from({ length: DAYS }, (_, i) =>
    new Date((today - DAYS + 1 + i) * DAY_MS).toISOString().slice(0, 10),
  );
  const top = niceTop(Math.max(1, ...days.map((day) => seen.get(day)?.total ?? 0)));
  const [left, plotTop, plotHeight] = [40, 12, 140];
  const step = (WIDTH - left) / DAYS;
  const y = (value: number): number => plotTop + plotHeight * (1 - value / top);
  const grid = [0, top / 2, top].map(
    (value) =>
      `<line class="grid" x1="${left}" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${value % 1 === 0 ? shortNumber(value) : ''}</text>`,
  );
  const bars = days.map((day, i) => {
    const x = left + i * step;
    let below = 0;
    const parts = partsOf(seen.get(day) ?? NEVER).map(([name, count]) => {
      const [from, to] = [y(below), y((below += count))];
      return `<rect class="bar ${name}" x="${round(x + 2)}" y="${round(to)}" width="${round(step - 4)}" height="${round(from - to)}"/>`;
    });
    const bar = `<g><title>${day}: ${seenText(seen.get(day) ?? NEVER)}</title>${parts.join('')}</g>`;
    const label =
      (DAYS - 1 - i) % 7 === 0
        ? `<text x="${round(x + step - 2)}" y="${plotTop + plotHeight + 20}" text-anchor="end">${day.slice(5)}</text>`
        : '';
    return (parts.length > 0 ? bar : '') + label;
  });
  return svg(plotTop + plotHeight + 28, 'Views and impressions by day', [...grid, ...bars]);
}

/** The most seen posts as an SVG with one bar each, views before impressions. */
export function postChart(perPost: readonly ({ title: string } & SeenJson)[]): string {
  const posts = perPost.slice(0, TOP_POSTS);
  const top = Math.max(1, ...posts.map(({ total }) => total));
  const [row, right] = [42, 90];
  // The title stands over its bar, where it has the whole width.
  const rows = posts.map((post, i) => {
    const y = i * row;
    let x = 0;
    const parts = partsOf(post).map(([name, count]) => {
      const [from, width] = [x, Math.max(2, ((WIDTH - right) * count) / top)];
      x += width;
      return `<rect class="bar ${name}" x="${round(from)}" y="${y + 23}" width="${round(width)}" height="10"/>`;
    });
    return (
      `<text x="0" y="${y + 16}">${escaped(shortened(post.title, LONGEST_TITLE_CHARACTERS))}<title>${escaped(post.title)}</title></text>` +
      `<g><title>${seenText(post)}</title>${parts.join('')}</g>` +
      `<text x="${round(x + 8)}" y="${y + 33}">${post.views} + ${post.impressions}</text>`
    );
  });
  return svg(Math.max(1, posts.length) * row, 'Views and impressions by post', rows);
}

function svg(height: number, label: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${parts.join('')}</svg>`;
}

/** 1, 2, 4, 10, 20, 40, 100, …: the end of the scale, so that its half is a whole number as well. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [2, 4, 10].map((factor) => factor * power).find((top) => top >= value) ?? value;
}

const LONGEST_TITLE_CHARACTERS = 36;

/** `10000` → `10k`: the scale has room for four digits. */
const shortNumber = (value: number): string => (value < 10_000 ? String(value) : `${value / 1000}k`);

const round = (value: number): number => Math.round(value * 10) / 10;
const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** What no XML document may hold (XML 1.0, 2.2), a half of a surrogate pair among it. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
