// The pictures of the album "Small worlds".
import { HEIGHT, WIDTH, createCanvas, dithered, isInDisc, numbers } from './canvas.mjs';

/** A town at night; some people are still awake. */
export function town() {
  const canvas = createCanvas();
  const sky = [0x120a2e, 0x1f1147, 0x3a1c66, 0x6b2c7c, 0xa8456f];
  canvas.fill((x, y) => dithered(sky, y / 80, x, y));
  const next = numbers(88);
  for (let star = 0; star < 60; star++)
    canvas.set(Math.floor(next() * WIDTH), Math.floor(next() * 36), 0xb9a6e8);
  canvas.fill((x, y) => (isInDisc(x, y, 30, 20, 9) && !isInDisc(x, y, 34, 17, 8) ? 0xffeccc : undefined));
  for (const { wall, edge, lit, from, highest, least } of [
    { wall: 0x2a1650, edge: 0x3a2068, lit: [0x8c5a8f], from: 0, highest: 58, least: 0.75 },
    {
      wall: 0x170d33,
      edge: 0x261650,
      lit: [0xffd27a, 0xffb45c, 0x8fd3ff],
      from: -3,
      highest: 42,
      least: 0.5,
    },
  ])
    for (let x = from; x < WIDTH;) {
      const width = 9 + 2 * Math.floor(next() * 6);
      const top = HEIGHT - 16 - Math.floor(next() * highest);
      canvas.fill((px) => (px === x ? edge : wall), x, top, x + width, HEIGHT);
      if (next() > 0.6) canvas.fill(() => wall, x + (width >> 1), top - 6, x + (width >> 1) + 1, top);
      for (let y = top + 3; y < HEIGHT - 4; y += 4)
        for (let window = x + 2; window < x + width - 2; window += 3)
          if (next() > least) {
            const colour = lit[Math.floor(next() ** 2 * lit.length)];
            canvas.fill(() => colour, window, y, window + 2, y + 2);
          }
      x += width + (next() > 0.7 ? 2 : 0);
    }
  return canvas;
}

/** A planet with rings and two moons. */
export function ringedPlanet() {
  const canvas = createCanvas();
  const [centreX, centreY, radius] = [78, 46, 25];
  canvas.fill((x, y) =>
    dithered(
      [0x05040f, 0x0d0a24, 0x1b1340],
      Math.abs(x - y * 0.6 - 40) < 90 ? 1 - Math.abs(x - y * 0.6 - 50) / 70 : 0,
      x,
      y,
    ),
  );
  const next = numbers(404);
  for (let star = 0; star < 150; star++)
    canvas.set(
      Math.floor(next() * WIDTH),
      Math.floor(next() * HEIGHT),
      [0xffffff, 0x8d86c9, 0xffd9a0][Math.floor(next() * 3)],
    );
  const bands = [0x5b2a4e, 0x9c4a5e, 0xd97b62, 0xf3b27a, 0xfce0ac];
  const tilt = (x, y) => ({
    along: (x - centreX) * 0.95 + (y - centreY) * 0.3,
    across: (y - centreY) * 0.95 - (x - centreX) * 0.3,
  });
  const ring = (x, y) => {
    const { along, across } = tilt(x, y);
    const distance = Math.hypot(along, across * 3.6);
    if (distance < 33 || distance > 58 || (distance > 45 && distance < 47)) return undefined;
    return dithered([0xf3dcb4, 0xc9a27e, 0x8a6a6a, 0xd9b98f], (distance - 33) / 25, x, y);
  };
  canvas.fill((x, y) => (tilt(x, y).across < 0 ? ring(x, y) : undefined));
  canvas.fill((x, y) => {
    if (!isInDisc(x, y, centreX, centreY, radius)) return undefined;
    const { across } = tilt(x, y);
    const light = 1 - Math.hypot(x - centreX + 11, y - centreY + 11) / (radius * 1.75);
    return dithered(bands, light + Math.sin(across * 0.55) * 0.11, x, y);
  });
  canvas.fill((x, y) => (tilt(x, y).across >= 0 ? ring(x, y) : undefined));
  for (const [x, y, r, colour, dark] of [
    [134, 20, 5, 0xbfd8e8, 0x5f7f9f],
    [22, 70, 3, 0xe8b8a8, 0x8a5560],
  ])
    canvas.fill((px, py) =>
      !isInDisc(px, py, x, y, r) ? undefined : isInDisc(px, py, x - 2, y - 1, r) ? colour : dark,
    );
  return canvas;
}

/** Quarter circles on tiles, each turned at random: they always meet. */
export function tiles() {
  const canvas = createCanvas();
  const size = 16;
  const columns = Math.ceil(WIDTH / size);
  const next = numbers(1704);
  const turned = Array.from({ length: columns * Math.ceil(HEIGHT / size) }, () => next() > 0.5);
  const ribbon = [0x0b2f38, 0xf7dfa3, 0xf4c46a, 0xe2693f, 0xbf3b42, 0xe2693f, 0xf4c46a, 0xf7dfa3, 0x0b2f38];
  canvas.fill((x, y) => {
    const tile = Math.floor(y / size) * columns + Math.floor(x / size);
    const inX = turned[tile] ? size - 1 - (x % size) : x % size;
    const inY = y % size;
    const near = Math.min(Math.hypot(inX + 0.5, inY + 0.5), Math.hypot(size - inX - 0.5, size - inY - 0.5));
    const stripe = Math.floor(near - 3.5);
    return ribbon[stripe] ?? ((x + y) % 4 === 0 ? 0x1f7a7a : 0x155a63);
  });
  return canvas;
}

/** Fifteen creatures, each drawn by chance on one half and mirrored. */
export function creatures() {
  const canvas = createCanvas();
  canvas.fill((x, y) => (((x >> 4) + (y >> 4)) % 2 === 0 ? 0x1d1b3a : 0x232046));
  const next = numbers(2601);
  const colours = [0xff6b6b, 0xffd166, 0x06d6a0, 0x4cc9f0, 0xb388eb, 0xff9f68, 0x8ce99a];
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 5; column++)
      creature(canvas, 7 + column * 31, 4 + row * 29, colours[(row * 5 + column * 3) % colours.length], next);
  return canvas;
}

/** A body of 11 × 11 blocks, two pixels each. */
function creature(canvas, left, top, colour, next) {
  const size = 11;
  const half = Math.ceil(size / 2);
  const block = (x, y, blockColour) => {
    for (const blockX of [x, size - 1 - x])
      canvas.fill(() => blockColour, left + blockX * 2, top + y * 2, left + blockX * 2 + 2, top + y * 2 + 2);
  };
  const eyes = { x: 2 + Math.floor(next() * 2), y: 3 + Math.floor(next() * 2) };
  const dark = (colour >> 1) & 0x7f7f7f;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < half; x++) {
      const fromMiddle = Math.hypot((half - 1 - x) / half, (y - 5) / 5.5);
      if (fromMiddle < 0.62 || next() > fromMiddle * 0.8 + 0.12)
        block(x, y, fromMiddle > 0.75 || y > 7 ? dark : colour);
    }
  block(eyes.x, eyes.y, 0xffffff);
  block(eyes.x, eyes.y + 1, 0x14122b);
  canvas.fill(() => 0x14122b, left + 8, top + 14, left + 14, top + 16);
}
