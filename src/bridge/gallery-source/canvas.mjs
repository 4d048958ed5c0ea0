/** A canvas of 160 × 90 colours (0xrrggbb): a twelfth of a full HD screen in each direction. */
export const WIDTH = 160;
export const HEIGHT = 90;

export function createCanvas() {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  const inside = (x, y) => x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT;
  return {
    width: WIDTH,
    height: HEIGHT,
    pixels,
    set(x, y, colour) {
      if (inside(x, y)) pixels[y * WIDTH + x] = colour;
    },
    get: (x, y) => (inside(x, y) ? pixels[y * WIDTH + x] : 0),
    /** Asks `paint(x, y)` for the colour of each pixel of a box; undefined leaves the pixel as it is. */
    fill(paint, left = 0, top = 0, right = WIDTH, bottom = HEIGHT) {
      for (let y = Math.max(0, top); y < Math.min(HEIGHT, bottom); y++)
        for (let x = Math.max(0, left); x < Math.min(WIDTH, right); x++) {
          const colour = paint(x, y);
          if (colour !== undefined) pixels[y * WIDTH + x] = colour;
        }
    },
  };
}

/** Bayer's 4 × 4 matrix: the order in which the pixels of a dithered area change colour. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** The colour at `t` (0 to 1) of a ramp, dithered between neighbours. */
export function dithered(ramp, t, x, y) {
  const place = Math.min(1, Math.max(0, t)) * (ramp.length - 1);
  const threshold = (BAYER[(y & 3) * 4 + (x & 3)] + 0.5) / 16;
  return ramp[Math.min(ramp.length - 1, Math.floor(place) + (place % 1 > threshold ? 1 : 0))];
}

/** Numbers from 0 to 1 that are the same on every run (mulberry32). */
export function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A line of hills: the height at each x, from -1 to 1, with `detail` steps of finer and finer shapes. */
export function hills(seed, length, detail) {
  const next = numbers(seed);
  const waves = Array.from({ length: detail }, (_, i) => ({
    phase: next() * Math.PI * 2,
    steps: (2 ** i * 2 * Math.PI) / length,
    height: 0.6 / 1.7 ** i,
  }));
  return (x) =>
    waves.reduce((sum, { phase, steps, height }) => sum + Math.sin(x * steps + phase) * height, 0);
}

export const isInDisc = (x, y, centreX, centreY, radius) =>
  (x - centreX) ** 2 + (y - centreY) ** 2 <= radius ** 2;
