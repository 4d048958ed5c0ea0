import type { Engine } from './findEngine.js';
import { startEngine, type RunningEngine } from './startEngine.js';
import { startLabRun, type LabFiles, type LabRun, type Result } from './startLabRun.js';

/** From the engine's way to a scenario to its outcome; the patience within is shorter. */
const SCENARIO_LIMIT_MS = 40_000;
/** The first page also waits for the program. */
const START_LIMIT_MS = 15_000;

/**
 * Runs scenarios one after the other in one engine, which goes by itself from one to the next. An engine that
 * crashes or hangs costs the scenario it was in; the next one gets a fresh engine.
 */
export async function runEngine(
  engine: Engine,
  scenarios: string[],
  files: LabFiles,
  tell: (scenario: string, result: Result) => void,
): Promise<void> {
  const left = scenarios.slice();
  let running: RunningEngine | null = null;
  let current: { scenario: string; run: LabRun } | null = null;
  /** What the engine may still be on its way from: an answer that is under way would be lost with its server. */
  let before: LabRun | null = null;

  async function prepare(): Promise<{ scenario: string; run: LabRun } | null> {
    const scenario = left.shift();
    if (scenario === undefined) return null;
    const run = await startLabRun(scenario, files, async (result) => {
      tell(scenario, withConsole(result, running));
      upcoming = await prepare();
      return upcoming?.run.url ?? null;
    });
    return { scenario, run };
  }

  let upcoming = await prepare();
  try {
    while (upcoming) {
      current = upcoming;
      upcoming = null;
      const { scenario, run } = current;
      const isFresh: boolean = running === null;
      running ??= await startEngine(engine, run.url);
      const limitMs = SCENARIO_LIMIT_MS + (isFresh ? START_LIMIT_MS : 0);
      const startedAtMs = Date.now();
      let timer: NodeJS.Timeout | undefined;
      const outcome = Promise.race([
        run.result.then(() => null),
        running.ended.then((how) => `the engine was lost: ${how}`),
        new Promise<string>((resolve) => {
          timer = setTimeout(
            () => resolve(`no outcome within ${limitMs} ms, asked for last: ${run.lastAsked()}`),
            limitMs,
          );
        }),
      ]);
      await Promise.race([run.opened, outcome]);
      await before?.close();
      before = null;
      const lost = await outcome;
      clearTimeout(timer);
      if (lost !== null) {
        const result: Result = { failure: lost, tookMs: Date.now() - startedAtMs, userAgent: '' };
        tell(scenario, withConsole(result, running));
        await running.stop();
        running = null;
        upcoming = await prepare();
      }
      before = run;
      current = null;
    }
  } finally {
    await running?.stop();
    await before?.close();
    await (current ?? upcoming)?.run.close();
  }
}

function withConsole(result: Result, running: RunningEngine | null): Result {
  const said = running?.said() ?? [];
  if (result.failure === null || said.length === 0) return result;
  return { ...result, failure: `${result.failure}\n${said.map((line) => `  | ${line}`).join('\n')}` };
}
