// A day over a town: the frames of the sample film.
import { HEIGHT, WIDTH, createCanvas, hills, isInDisc, numbers } from './canvas.mjs';

export const FRAMES_PER_SECOND = 12;
export const FRAMES = 96;

/** The sky from top to horizon at six hours of the day, the last again the first. */
const HOURS = [
  [0x0b1030, 0x131a44, 0x1d2558, 0x2a326a],
  [0x2b2a66, 0x6a4a8a, 0xd9708a, 0xffb38a],
  [0x3f8fd8, 0x68b0e6, 0x9bd0f0, 0xd6eef6],
  [0x4a9fe0, 0x74baea, 0xa6d8f2, 0xdff3f6],
  [0x3a2a6a, 0x8a3f86, 0xe8645a, 0xffb05a],
  [0x0b1030, 0x131a44, 0x1d2558, 0x2a326a],
];

function blend(a, b, t) {
  const part = (shift) => {
    const [from, to] = [(a >> shift) & 255, (b >> shift) & 255];
    return Math.round(from + (to - from) * t) << shift;
  };
  return part(16) | part(8) | part(0);
}

/** Where something is that rises, culminates and sets while `t` goes from 0 to 1. */
const onItsWay = (t) => ({
  x: Math.round(-14 + t * (WIDTH + 28)),
  y: Math.round(74 - Math.sin(t * Math.PI) * 58),
});

/** @param frame 0 to FRAMES - 1; the film begins and ends at midnight */
export function filmFrame(frame) {
  const day = frame / FRAMES;
  const canvas = createCanvas();
  const hour = Math.floor(day * (HOURS.length - 1));
  const sky = HOURS[hour].map((colour, i) =>
    blend(colour, HOURS[hour + 1][i], day * (HOURS.length - 1) - hour),
  );
  const light = Math.max(0, Math.sin((day - 0.15) * (Math.PI / 0.7))) ** 0.6;
  const bands = 11;
  canvas.fill((_, y) => {
    const place = (Math.min(bands - 1, Math.floor((y / 78) * bands)) / (bands - 1)) * (sky.length - 1);
    return blend(sky[Math.floor(place)], sky[Math.min(sky.length - 1, Math.floor(place) + 1)], place % 1);
  });

  const next = numbers(11);
  for (let star = 0; star < 70; star++) {
    const [x, y, twinkle] = [Math.floor(next() * WIDTH), Math.floor(next() * 56), next()];
    if (light < 0.25 && (twinkle < 0.8 || (frame + star) % 8 > 2))
      canvas.set(x, y, blend(0xffffff, canvas.get(x, y), light * 4));
  }
  const sun = onItsWay((day - 0.15) / 0.7);
  canvas.fill((x, y) => (isInDisc(x, y, sun.x, sun.y, 9) ? blend(0xff7a4a, 0xfff6c8, light) : undefined));
  const moon = onItsWay((day + (day < 0.5 ? 0.35 : -0.65)) / 0.55);
  canvas.fill((x, y) =>
    isInDisc(x, y, moon.x, moon.y, 7) && !isInDisc(x, y, moon.x + 4, moon.y - 2, 6) ? 0xf3edd8 : undefined,
  );

  for (let cloud = 0; cloud < 4; cloud++) {
    const left = Math.round(((cloud * 57 + day * (90 + cloud * 25)) % (WIDTH + 50)) - 40);
    const top = 12 + cloud * 9;
    const colour = blend(0x2c2f5e, 0xffffff, light * 0.9);
    canvas.fill(() => colour, left, top, left + 26 + cloud * 3, top + 3);
    canvas.fill(() => colour, left + 6, top - 3, left + 18, top);
  }

  const far = hills(6, WIDTH, 4);
  canvas.fill((x, y) => (y > 62 - far(x) * 7 ? blend(0x141838, 0x5f9f8f, light) : undefined));
  const build = numbers(29);
  for (let x = 0; x < WIDTH;) {
    const width = 10 + 3 * Math.floor(build() * 4);
    const top = 78 - Math.floor(build() * 30);
    const wall = blend(
      0x0d0b22,
      [0xb8657a, 0xd9a066, 0x7a8fb8, 0x9a7a9a][Math.floor(build() * 4)],
      light * 0.85,
    );
    canvas.fill(() => wall, x, top, x + width, HEIGHT);
    for (let y = top + 3; y < HEIGHT - 5; y += 5)
      for (let window = x + 2; window < x + width - 2; window += 4) {
        const darkEnough = 0.1 + build() * 0.35; // below this light the lamp is on, where somebody is in
        const isIn = build() > 0.35;
        const lit = isIn && light < darkEnough;
        const colour = lit ? 0xffd27a : blend(0x1c1a3c, 0xd8ecf4, light);
        canvas.fill(() => colour, window, y, window + 2, y + 3);
      }
    x += width;
  }
  return canvas;
}
