import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

/** The texts of our TypeScript files in `src` and `e2e`, tests left out, by their paths from the root. */
export function ourFiles(): Map<string, string> {
  const listed = execFileSync('git', ['ls-files', 'src/**/*.ts', 'e2e/**/*.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return new Map(
    listed
      .split('\n')
      .filter((file) => file && !/\.(?:test|spec)\.ts$/.test(file))
      .map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]),
  );
}
