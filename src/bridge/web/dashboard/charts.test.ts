// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayChart, postChart } from './charts.js';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const bars = (svg: string) =>
  [...svg.matchAll(/<rect class="bar (\w+)"[^>]*height="([\d.]+)"/g)].map(([, name, height]) => [
    name,
    Number(height),
  ]);
const seen = (views: number, impressions = 0, total = views + impressions) => ({ views, impressions, total });

describe('the chart of days', () => {
  it('has a bar for each day, as high as there are views, with the impressions upon them', () => {
    const svg = dayChart(
      [
        { day: '2026-01-29', ...seen(0, 2, 5) },
        { day: '2026-01-30', ...seen(10) },
        { day: '2026-01-31', ...seen(5, 20) },
      ],
      NOW_MS,
    );
    expect(bars(svg)).toEqual([
      ['impressions', 7],
      ['unknown', 10.5],
      ['views', 35],
      ['views', 17.5],
      ['impressions', 70],
    ]);
    expect(svg).toContain('<title>2026-01-30: 10 views, 0 impressions</title>');
    expect(svg).toContain(
      '<title>2026-01-29: 0 views, 2 impressions, 3 from before they were told apart</title>',
    );
    const tops = [...svg.matchAll(/<rect class="bar \w+"[^>]* y="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(tops[4]! + 70).toBe(tops[3]); // one stands on the other
  });

  it('ends today and leaves out what is older than it shows', () =>
    expect(
      bars(
        dayChart(
          [
            { day: '2026-01-01', ...seen(1) },
            { day: '2027-01-01', ...seen(1) },
          ],
          NOW_MS,
        ),
      ),
    ).toEqual([]));

  it('is there without any view', () => expect(dayChart([], NOW_MS)).toMatch(/^<svg.*<\/svg>$/));
});

describe('the chart of posts', () => {
  it('shows ten at most, each with its number', () => {
    const svg = postChart(Array.from({ length: 12 }, (_, i) => ({ title: `Post ${i}`, ...seen(20 - i) })));
    expect(bars(svg)).toHaveLength(10);
    expect(svg).toContain('>20 + 0</text>');
  });

  it('shows views and impressions of each, one behind the other', () => {
    const svg = postChart([{ title: 'a', ...seen(1, 3) }]);
    const parts = [...svg.matchAll(/<rect class="bar (\w+)" x="([\d.]+)" y="23" width="([\d.]+)"/g)];
    expect(parts.map(([, name, x, width]) => [name, Number(x), Number(width)])).toEqual([
      ['views', 0, 67.5],
      ['impressions', 67.5, 202.5],
    ]);
    expect(svg).toContain('>1 + 3</text>');
  });

  it('takes any title for text', () => {
    const svg = postChart([{ title: '<script>alert("x")</script> & \u0000', ...seen(1) }]);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;');
  });

  const titleIn = (svg: string): string | null => {
    const parsed = new DOMParser().parseFromString(Buffer.from(svg).toString(), 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    return parsed.querySelector('title')!.textContent;
  };

  it.each([
    ['\ufffe and \uffff', '\ufffd and \ufffd'],
    ['half \ud83c', 'half \ufffd'],
    ['\u0008', '\ufffd'],
    [`${'x'.repeat(34)}🎆🎆🎆`, `${'x'.repeat(34)}🎆🎆🎆`],
  ])('is XML with the title %j', (title, read) => {
    const svg = postChart([{ title, ...seen(1) }]);
    expect(titleIn(svg)).toBe(read);
    expect(Buffer.from(svg).toString()).toBe(svg); // nothing is cut in two
  });

  it('is XML with any title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary' }), (a, b) => {
        titleIn(postChart([a, b].map((title) => ({ title, ...seen(1) }))));
      }),
    );
  });
});
