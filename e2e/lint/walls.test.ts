import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { walls, wallsOf } from '../../eslint.config.mjs';

const rooms = Object.keys(walls) as (keyof typeof walls)[];
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'] }, ...rooms.flatMap(wallsOf)],
});

/** What lint says of a file that imports another one. */
async function problems(from: string, to: string): Promise<string[]> {
  const specifier = path.posix.relative(path.posix.dirname(from), to);
  const [result] = await eslint.lintText(`import '${specifier}';`, { filePath: from });
  return result!.messages.map(({ message }) => message);
}
const isWithin = (room: string, other: string): boolean => room.startsWith(`${other}/`);

describe.each(rooms)('a file of %s', (room) => {
  const files = [`src/${room}/one.ts`, ...(room === 'bridge' ? [] : [`src/${room}/deep/one.ts`])];
  const others = rooms.filter((other) => other !== room && !isWithin(other, room));
  const allowed: readonly string[] = walls[room];

  it('may import what the walls let through, and what lies in its own room', async () => {
    for (const from of files)
      for (const other of [...allowed, room])
        expect(await problems(from, `src/${other}/${other === room ? 'deep/' : ''}two.js`)).toEqual([]);
  });

  it('may import nothing else', async () => {
    for (const from of files)
      for (const to of [
        ...others.filter((other) => !allowed.includes(other)).map((other) => `src/${other}`),
        'src',
        'e2e',
      ])
        expect(await problems(from, `${to}/two.js`), `${from} → ${to}`).toEqual([
          expect.stringContaining(`src/${room} may import only`),
        ]);
  });
});

it('a test may import anything', async () =>
  expect(await problems('src/msx/one.test.ts', 'src/bridge/run.js')).toEqual([]));

it('every folder is a room', () => {
  const foldersIn = (folder: string) =>
    readdirSync(folder, { withFileTypes: true }).filter(
      (entry) =>
        entry.isDirectory() &&
        readdirSync(path.join(folder, entry.name)).some((name) => name.endsWith('.ts')),
    );
  expect(
    [
      ...foldersIn('src').map(({ name }) => name),
      ...foldersIn('src/bridge').map(({ name }) => `bridge/${name}`),
    ].sort(),
  ).toEqual([...rooms].sort());
});
