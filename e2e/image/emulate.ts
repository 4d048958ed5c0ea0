import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './tools.js';

/** Where Linux is told what runs the programs of another machine (Documentation/admin-guide/binfmt-misc.rst). */
const FOLDER = '/proc/sys/fs/binfmt_misc';
const ENTRY = join(FOLDER, 'msx-image-arm64');
const EMULATOR = '/usr/bin/qemu-aarch64-static';
/** The head of a program for 64-bit ARM, and which of its bits count. */
const MAGIC = String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00`;
const MASK = String.raw`\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`;

/** @returns why programs for arm64 cannot run here, in words; undefined when they can */
export const emulatorMissing = (): string | undefined =>
  existsSync(EMULATOR) ? undefined : 'not installed (apt-get install): qemu-user-static';

/** Has programs for arm64 run on this machine. @returns ends that */
export function emulate(): () => void {
  if (!existsSync(join(FOLDER, 'register'))) run('mount', ['-t', 'binfmt_misc', 'none', FOLDER]);
  if (!existsSync(ENTRY))
    // F: the emulator is opened now, so that it need not be in the image.
    writeFileSync(join(FOLDER, 'register'), `:msx-image-arm64:M::${MAGIC}:${MASK}:${EMULATOR}:F`);
  return () => {
    writeFileSync(ENTRY, '-1');
  };
}
