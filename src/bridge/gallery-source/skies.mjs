// The pictures of the album "Skies".
import { HEIGHT, WIDTH, createCanvas, dithered, hills, isInDisc, numbers } from './canvas.mjs';

/** The sun sinks into the sea, a boat comes home. */
export function harbour() {
  const canvas = createCanvas();
  const sky = [0x1b1035, 0x3d1e6d, 0x8a2f86, 0xd8476b, 0xff7b54, 0xffb26b, 0xffe29a];
  const sea = [0x7a3b6b, 0x54306a, 0x38265c, 0x23194a, 0x160f36];
  const horizon = 58;
  const sunX = 104;
  canvas.fill((x, y) => dithered(sky, y / horizon, x, y), 0, 0, WIDTH, horizon);
  canvas.fill((x, y) => (isInDisc(x, y, sunX, horizon - 2, 17) ? 0xfff1c9 : undefined), 0, 0, WIDTH, horizon);
  for (const [left, top, length] of [
    [12, 17, 34],
    [20, 19, 40],
    [66, 27, 30],
    [74, 29, 44],
    [122, 14, 26],
    [4, 38, 22],
  ])
    canvas.fill((x) => (x % 7 === 0 ? undefined : 0xf08a7a), left, top, left + length, top + 1);
  canvas.fill((x, y) => dithered(sea, (y - horizon) / (HEIGHT - horizon), x, y), 0, horizon);
  const next = numbers(7);
  for (let y = horizon; y < HEIGHT; y++) {
    const depth = (y - horizon) / (HEIGHT - horizon);
    for (let glint = 0; glint < 5; glint++) {
      const from = Math.round(sunX + (next() - 0.5) * (18 + depth * 44));
      const colour = next() > 0.4 ? 0xffb26b : 0xffe29a;
      if (y % 2 === 0 || depth < 0.2)
        canvas.fill(() => colour, from, y, from + 2 + Math.round(next() * 7), y + 1);
    }
  }
  const hull = 66;
  for (let row = 0; row < 4; row++)
    canvas.fill(() => 0x120b2a, 36 + row, hull + row, 60 - row, hull + row + 1);
  canvas.fill(() => 0x120b2a, 48, 40, 49, hull);
  for (let row = 0; row < 22; row++) {
    canvas.fill(() => 0xf6d7b0, 50, 42 + row, 50 + Math.round(row * 0.42), 43 + row);
    canvas.fill(() => 0xd99a8b, 47 - Math.round(row * 0.4), (44 + row * 0.95) | 0, 47, (45 + row * 0.95) | 0);
  }
  for (let row = 0; row < 9; row++)
    if (row % 2 === 0) canvas.fill(() => 0x120b2a, 40 + row, hull + 5 + row, 57 - row, hull + 6 + row);
  return canvas;
}

/** A full moon over a wood in winter. */
export function pines() {
  const canvas = createCanvas();
  const sky = [0x070b24, 0x0d1638, 0x16264f, 0x23407a, 0x3f6ba5];
  canvas.fill((x, y) => dithered(sky, y / 66, x, y));
  const next = numbers(21);
  for (let star = 0; star < 90; star++)
    canvas.set(Math.floor(next() * WIDTH), Math.floor(next() * 50), next() > 0.7 ? 0xffffff : 0x7f9fd0);
  canvas.fill((x, y) => {
    if (!isInDisc(x, y, 118, 24, 14)) return undefined;
    const crater = [
      [113, 19, 3],
      [123, 27, 4],
      [116, 31, 2],
      [124, 17, 2],
    ].some(([cx, cy, r]) => isInDisc(x, y, cx, cy, r));
    return crater ? 0xcfd3c4 : 0xf4f1dc;
  });
  const layers = [
    { seed: 3, base: 56, height: 13, colour: 0x1d3767, snow: 0x8fb2dd },
    { seed: 14, base: 66, height: 9, colour: 0x142a52, snow: 0x5f86bb },
  ];
  for (const { seed, base, height, colour, snow } of layers) {
    const line = hills(seed, WIDTH, 5);
    canvas.fill((x, y) => {
      const under = y - Math.round(base - line(x) * height);
      if (under < 0) return undefined;
      return under < 3 + ((x * 5) % 4) && line(x) > 0.15 ? snow : colour;
    });
  }
  const ground = hills(9, WIDTH, 3);
  const groundAt = (x) => Math.round(79 - ground(x) * 3);
  canvas.fill((x, y) =>
    y < groundAt(x) ? undefined : dithered([0xdfeaf7, 0xa9c4e4], (y - groundAt(x)) / 14, x, y),
  );
  for (let x = 2; x < WIDTH; x += 5 + Math.floor(next() * 7))
    pine(canvas, x, groundAt(x) + 2 + Math.floor(next() * 5), 14 + Math.floor(next() * 20));
  return canvas;
}

function pine(canvas, x, foot, height) {
  for (let row = 0; row < height; row++) {
    const half = Math.round((row / height) * height * 0.24 + (row % 4));
    canvas.fill(
      (px) => (px <= x - half + 1 && row % 4 === 3 ? 0xe8f1fb : px < x ? 0x0b2a2e : 0x071c22),
      x - half,
      foot - height + row,
      x + half + 1,
      foot - height + row + 1,
    );
  }
  canvas.fill(() => 0x2a1a16, x, foot, x + 1, foot + 2);
}

/** Curtains of light over a lake, and the same once more in the water. */
export function northernLights() {
  const canvas = createCanvas();
  const shore = 62;
  const glow = [0x061018, 0x08212c, 0x0b3c40, 0x12695a, 0x2ba56f, 0x7be495, 0xd6ffc4];
  const violet = [0x061018, 0x150f2c, 0x2d1a4f, 0x5a2a7d, 0x8f46a8];
  const bend = hills(31, WIDTH * 1.3, 4);
  const rays = hills(47, WIDTH / 2, 6);
  canvas.fill(
    (x, y) => {
      const foot = 42 + bend(x) * 11;
      const above = (foot - y) / (30 + rays(x) * 12);
      const light = above < 0 ? Math.max(0, 1 + above * 9) : Math.max(0, 1 - above);
      const strength = light * (0.7 + rays(x * 1.7) * 0.3);
      return strength > 0.42 || above < 0.35
        ? dithered(glow, strength, x, y)
        : dithered(violet, strength * 1.9, x, y);
    },
    0,
    0,
    WIDTH,
    shore,
  );
  const next = numbers(5);
  for (let star = 0; star < 70; star++) {
    const [x, y] = [Math.floor(next() * WIDTH), Math.floor(next() * 40)];
    if (canvas.get(x, y) === glow[0]) canvas.set(x, y, next() > 0.6 ? 0xf3fff0 : 0x6f8f95);
  }
  const wood = hills(77, WIDTH, 6);
  canvas.fill(
    (x, y) => (y > shore - 5 - wood(x) * 5 - ((x * 7) % 3) ? 0x02070a : undefined),
    0,
    40,
    WIDTH,
    shore,
  );
  canvas.fill(
    (x, y) => {
      const shift = Math.round(Math.sin(y * 1.3) * (y - shore) * 0.08);
      const mirrored = canvas.get(
        Math.min(WIDTH - 1, Math.max(0, x + shift)),
        2 * shore - y - 1 - Math.floor((y - shore) * 0.7),
      );
      return y % 3 === 0 && (x + y) % 2 === 0 ? 0x061018 : mirrored;
    },
    0,
    shore,
  );
  return canvas;
}

/** Noon among dunes. */
export function dunes() {
  const canvas = createCanvas();
  const sky = [0x2f9fd0, 0x5fbfe0, 0x93d8e8, 0xc9ecea, 0xf7f3d8];
  canvas.fill((x, y) => dithered(sky, y / 56, x, y));
  canvas.fill((x, y) =>
    isInDisc(x, y, 34, 20, 9)
      ? 0xfffbe0
      : isInDisc(x, y, 34, 20, 12) && (x + y) % 2 === 0
        ? 0xfff3b8
        : undefined,
  );
  const layers = [
    { seed: 2, base: 50, height: 7, light: [0xf2c98a, 0xe8b06c], dark: [0xd79a5c, 0xcf8d52] },
    { seed: 12, base: 60, height: 8, light: [0xf3b765, 0xe59a4a], dark: [0xc27436, 0xb3642c] },
    { seed: 31, base: 74, height: 9, light: [0xee9c45, 0xd97c2f], dark: [0x9d4c22, 0x7e3a1d] },
  ];
  for (const { seed, base, height, light, dark } of layers) {
    const line = hills(seed, WIDTH * 1.2, 2);
    const shadow = leeSides(line);
    canvas.fill((x, y) => {
      const top = Math.round(base - line(x) * height);
      if (y < top) return undefined;
      return dithered(y < top + shadow(x) ? dark : light, (y - top) / 26, x, y);
    });
  }
  for (const [x, foot, height] of [
    [122, 68, 22],
    [138, 64, 12],
    [18, 80, 15],
  ])
    cactus(canvas, x, foot, height);
  return canvas;
}

/** How deep the shadow below a crest is at each x: from the crest to the next trough, deepest in between. */
function leeSides(line) {
  const falls = (x) => line(x + 1) < line(x);
  return (x) => {
    if (!falls(x)) return 0;
    let [crest, trough] = [x, x];
    while (falls(crest - 1)) crest--;
    while (falls(trough + 1)) trough++;
    const width = trough + 1 - crest;
    return Math.sin((Math.PI * (x - crest)) / width) ** 0.8 * width * 0.2;
  };
}

function cactus(canvas, x, foot, height) {
  const shade = (left) => (px) => (px === left ? 0x4f9a52 : px === left + 1 ? 0x2f7a45 : 0x1d5638);
  canvas.fill(shade(x), x, foot - height, x + 3, foot);
  const arm = Math.floor(height / 3);
  canvas.fill(shade(x - 5), x - 5, foot - height + arm - 2, x - 3, foot - arm);
  canvas.fill(() => 0x2f7a45, x - 5, foot - arm - 1, x, foot - arm + 1);
  canvas.fill(shade(x + 6), x + 6, foot - height + 2, x + 8, foot - arm - 3);
  canvas.fill(() => 0x1d5638, x + 3, foot - arm - 5, x + 8, foot - arm - 3);
  canvas.set(x + 1, foot - height - 1, 0xff6f91);
}
