// A code that is not in its room's closed list must not compile: asked of the compiler itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { expect, test, vi } from 'vitest';

// A compiler takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** The type that each room's codes have, where it is, and a code that the room has. */
const ROOMS = [
  ["TvxNotice['code']", 'tvx/tvxCodes', 'tvx-missing'],
  ["ReportNotice['code']", 'report/reportCodes', 'clock-jumped'],
  ["PluginNotice['code']", 'plugin/pluginCodes', 'config-not-json'],
  ['NoAnswerCode', 'tvx/answered', 'timed-out'],
  ['GetJsonCode', 'library/getJson', 'timeout'],
  ['BridgeProblemCode', 'bridge/text/bridgeProblem', 'port_in_use'],
] as const;

const source = path.join(import.meta.dirname, '../../src');

/** What the compiler has against a code of each room, one sentence for each that it refuses. */
function refused(codeOf: (known: string) => string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'codes-'));
  try {
    const files = ROOMS.map(([type, file, known], index) => {
      const at = path.join(folder, `room${index}.mts`);
      const imported = type.replace("['code']", '');
      const given = JSON.stringify(codeOf(known));
      writeFileSync(
        at,
        `import type { ${imported} } from '${source}/${file}.js';\nexport const code: ${type} = ${given};\n`,
      );
      return at;
    });
    const program = ts.createProgram(files, {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      types: [],
    });
    return files.flatMap((file) =>
      program
        .getSemanticDiagnostics(program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a code of its list compiles', () => expect(refused((known) => known)).toEqual([]));

test('a code that is not in its list does not compile', () =>
  expect(refused((known) => `${known}-not`)).toEqual(
    ROOMS.map(([, , known]) => expect.stringContaining(`'"${known}-not"' is not assignable`) as string),
  ));
