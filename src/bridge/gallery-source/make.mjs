// Draws the sample gallery's pictures: `node src/bridge/gallery-source/make.mjs`. Its results are in the
// repository, so that nobody needs to run it; the same code gives the same files.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encodePng } from './png.mjs';
import * as skies from './skies.mjs';
import * as smallWorlds from './smallWorlds.mjs';

const SCALE = 12; // 160 × 90 to 1920 × 1080
const folder = fileURLToPath(new URL('../gallery/pictures/', import.meta.url));

await mkdir(folder, { recursive: true });
for (const [name, draw] of [...Object.entries(skies), ...Object.entries(smallWorlds)]) {
  const file = `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.png`;
  const png = encodePng(draw(), SCALE);
  await writeFile(`${folder}${file}`, png);
  console.log(`${file} ${png.length} bytes`);
}
