import type { Rect } from './grid.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** How far the spans [a, a+la] and [b, b+lb] are apart; 0 when they overlap. */
function gap(a: number, la: number, b: number, lb: number): number {
  return Math.max(0, b - (a + la), a - (b + lb));
}

const TOUCHING = 0.01;

/**
 * The index of the rectangle that a person would expect in a direction: it lies wholly on that side, and is
 * the nearest, where lying beside the way counts more than distance. -1 when there is none.
 */
export function nearest(rects: (Rect | null)[], from: Rect, direction: Direction): number {
  const horizontal = direction === 'left' || direction === 'right';
  const distance = (to: Rect): number => {
    if (direction === 'left') return from.x - (to.x + to.w);
    if (direction === 'right') return to.x - (from.x + from.w);
    if (direction === 'up') return from.y - (to.y + to.h);
    return to.y - (from.y + from.h);
  };
  let best = -1;
  let bestCost = Infinity;
  rects.forEach((to, index) => {
    if (!to) return;
    const ahead = distance(to);
    if (ahead < -TOUCHING) return;
    const aside = horizontal ? gap(from.y, from.h, to.y, to.h) : gap(from.x, from.w, to.x, to.w);
    const centre = horizontal
      ? Math.abs(from.y + from.h / 2 - to.y - to.h / 2)
      : Math.abs(from.x + from.w / 2 - to.x - to.w / 2);
    const touches = horizontal
      ? gap(from.y, from.h - TOUCHING, to.y + TOUCHING, to.h - TOUCHING) === 0 && aside === 0
      : gap(from.x, from.w - TOUCHING, to.x + TOUCHING, to.w - TOUCHING) === 0 && aside === 0;
    if (horizontal && !touches) return; // left and right stay in the row, so that the menu can be reached
    const cost = ahead + aside * 4 + (touches ? 0 : 2) + centre * 0.1;
    if (cost < bestCost) {
      bestCost = cost;
      best = index;
    }
  });
  return best;
}
