import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, in memory, that a test can fill. */
export interface SmallDisk {
  path: string;
  freeBytes(): number;
  /** Leaves no byte to anybody. */
  fill(): void;
  /** Takes away what has filled it. */
  empty(): void;
  remove(): void;
}

/** @throws where this user may mount nothing */
export function makeSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmdirSync(path);
    throw error;
  }
  const filler = join(path, 'filler');
  return {
    path,
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    },
    fill: () => {
      const file = openSync(filler, 'a');
      try {
        for (;;) writeSync(file, Buffer.alloc(4096));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(filler),
    // Lazily: the driver of SQLite closes its files when they are collected as garbage.
    remove: () => {
      execFileSync('umount', ['-l', path]);
      rmdirSync(path);
    },
  };
}

/** @returns why there can be no small disk here; undefined = there can */
export function smallDiskMissing(): string | undefined {
  if (process.platform !== 'linux') return 'a small disk is mounted on Linux only';
  try {
    makeSmallDisk(1).remove();
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted, which takes root: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
}
