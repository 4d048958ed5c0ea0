// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayChart, postChart } from './charts.js';

const NOW_MS = Date.parse('2026-01-31T12:00:00Z');
const bars = (svg: string) =>
  [...svg.matchAll(/<rect class="bar"[^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height));

describe('the chart of days', () => {
  it('has a bar for each day with views, as high as there are views', () => {
    const svg = dayChart(
      [
        { day: '2026-01-30', views: 10 },
        { day: '2026-01-31', views: 5 },
      ],
      NOW_MS,
    );
    const [first, second] = bars(svg);
    expect(bars(svg)).toHaveLength(2);
    expect(first).toBe(2 * second!);
    expect(svg).toContain('<title>2026-01-30: 10 views</title>');
  });

  it('ends today and leaves out what is older than it shows', () =>
    expect(
      bars(
        dayChart(
          [
            { day: '2026-01-01', views: 1 },
            { day: '2027-01-01', views: 1 },
          ],
          NOW_MS,
        ),
      ),
    ).toEqual([]));

  it('is there without any view', () => expect(dayChart([], NOW_MS)).toMatch(/^<svg.*<\/svg>$/));
});

describe('the chart of posts', () => {
  it('shows ten at most, each with its number', () => {
    const svg = postChart(Array.from({ length: 12 }, (_, i) => ({ title: `Post ${i}`, views: 20 - i })));
    expect(bars(svg)).toHaveLength(10);
    expect(svg).toContain('>20</text>');
  });

  it('takes any title for text', () => {
    const svg = postChart([{ title: '<script>alert("x")</script> & \u0000', views: 1 }]);
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
    const svg = postChart([{ title, views: 1 }]);
    expect(titleIn(svg)).toBe(read);
    expect(Buffer.from(svg).toString()).toBe(svg); // nothing is cut in two
  });

  it('is XML with any title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary' }), (a, b) => {
        titleIn(postChart([a, b].map((title) => ({ title, views: 1 }))));
      }),
    );
  });
});
