// Makes the sample gallery's sound and film: `node src/bridge/gallery-source/make-media.mjs`. Needs ffmpeg.
// Its results are in the repository, so that nobody else needs it.
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HEIGHT, WIDTH } from './canvas.mjs';
import { FRAMES, FRAMES_PER_SECOND, filmFrame } from './film.mjs';
import { SAMPLES_PER_SECOND, melody } from './melody.mjs';

const SCALE = 4; // 160 × 90 to 640 × 360
const folder = fileURLToPath(new URL('../gallery/media/', import.meta.url));
await mkdir(folder, { recursive: true });

const REPEATABLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
function encode(input, inputOptions, outputOptions, file) {
  const options = ['-loglevel', 'error', '-y', ...inputOptions, '-i', '-', ...outputOptions, ...REPEATABLE];
  execFileSync('ffmpeg', [...options, `${folder}${file}`], { input, stdio: ['pipe', 'inherit', 'inherit'] });
}

const samples = melody();
encode(
  Buffer.from(samples.buffer),
  ['-f', 's16le', '-ar', String(SAMPLES_PER_SECOND), '-ac', '1'],
  ['-c:a', 'libmp3lame', '-b:a', '48k'],
  'melody.mp3',
);

const frames = Buffer.concat(
  Array.from({ length: FRAMES }, (_, frame) =>
    Buffer.from(
      [...filmFrame(frame).pixels].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
    ),
  ),
);
const raw = [
  '-f',
  'rawvideo',
  '-pix_fmt',
  'rgb24',
  '-s',
  `${WIDTH}x${HEIGHT}`,
  '-r',
  String(FRAMES_PER_SECOND),
];
const enlarged = ['-vf', `scale=iw*${SCALE}:ih*${SCALE}:flags=neighbor`, '-pix_fmt', 'yuv420p'];
// Baseline is what the first smart TVs decode; the index in front lets them start before the end has come.
const h264 = [
  '-c:v',
  'libx264',
  '-profile:v',
  'baseline',
  '-level',
  '3.1',
  '-preset',
  'veryslow',
  '-crf',
  '27',
];
encode(frames, raw, [...enlarged, ...h264, '-movflags', '+faststart'], 'a-day.mp4');
encode(frames, raw, [...enlarged, '-c:v', 'libvpx', '-b:v', '190k', '-qmax', '50', '-g', '48'], 'a-day.webm');
