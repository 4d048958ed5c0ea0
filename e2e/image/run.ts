// The image of src/bridge/Dockerfile, built and run: `npm run image`, with `-- --arm64` for that one, emulated.
// Takes minutes, and some hundred MB from Debian and npm.
import { parseArgs } from 'node:util';
import { runTool } from '../stage/runTool.js';
import { buildImage, layersOf } from './buildImage.js';
import { emulate, emulatorMissing } from './emulate.js';
import { makeBase, type Architecture } from './makeBase.js';
import { showImage } from './showImage.js';
import { imageMissing, isInOwnSpace, laySpace, runInOwnSpace } from './tools.js';

const { values } = parseArgs({
  options: { arm64: { type: 'boolean', default: false } },
});
const print = (line: string): void => console.log(line);

const architecture: Architecture = values.arm64 ? 'arm64' : 'amd64';
const missing = imageMissing() ?? (values.arm64 ? emulatorMissing() : undefined);

async function build(): Promise<void> {
  const timed = (what: string, act: () => void): void => {
    const startedMs = performance.now();
    act();
    print(`ok   ${what}, ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  };
  timed('a base of Debian and Node', () => {
    makeBase('amd64'); // which builds for all
    makeBase(architecture);
  });
  timed(`the image for ${architecture}`, () => buildImage(architecture));
  for (const line of layersOf(architecture)) print(line);
  process.exitCode = await runInOwnSpace();
}

/** What waits for something that does not come is ended. */
const SHOWN_WITHIN_MS = 300_000;

async function show(): Promise<void> {
  laySpace();
  setTimeout(() => {
    print(`not done within ${SHOWN_WITHIN_MS / 1000} s`);
    process.exit(1);
  }, SHOWN_WITHIN_MS).unref();
  const end = architecture === 'arm64' ? emulate() : () => undefined;
  try {
    await showImage(architecture, print);
  } finally {
    end();
  }
}

if (missing !== undefined) print(`SKIPPED: the image of the bridge: ${missing}`);
else await runTool(isInOwnSpace() ? show : build);
