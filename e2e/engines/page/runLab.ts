// The page that an engine opens: it runs one scenario beside the MSX host, says what came of it, and goes to
// the next.
import { ask } from './ask.js';
import { openHost, shows } from './openHost.js';
import type { Job, Next, Outcome } from './job.js';
import type { ScenarioPage } from './scenarioPage.js';
import { errorText } from '../../stage/errorText.js';

type Pages = Record<string, ScenarioPage<string>>;

function run(job: Job, pages: Pages): Promise<Outcome> {
  const scenario = pages[job.scenario];
  const outcome = (failure: string | null, saw: Record<string, unknown>): Outcome => ({
    failure,
    saw,
    userAgent: navigator.userAgent,
  });
  if (!scenario) return Promise.resolve(outcome(`the page has no scenario "${job.scenario}"`, {}));
  const query: Record<string, string> = { start: job.start };
  Object.keys(job.settings).forEach((name) => (query[name] = job.settings[name] ?? ''));
  const patienceMs = job.patienceMs;
  const open = (settings: Record<string, string> = {}) => openHost({ ...query, ...settings }, patienceMs);
  return scenario({
    open,
    openTo: (text) =>
      open().then((host) => host.until(`the page with "${text}"`, shows(text)).then(() => host)),
    server: (act, data) => ask('/lab/act', { act, data: data ?? null }),
    patienceMs,
  }).then(
    (saw) => outcome(null, saw),
    (error: unknown) => outcome(errorText(error), {}),
  );
}

/** An engine that has not left by then has lost its way: seen once, in the WebKit of 2014. */
const LEAVE_AGAIN_MS = 8_000;

function leaveFor(url: string): void {
  window.location.href = url;
  setTimeout(() => {
    console.error(`the lab goes once more to ${url}`);
    leaveFor(url);
  }, LEAVE_AGAIN_MS);
}

/** @param pages the halves of all scenarios that run in the page, by name */
export function runLab(pages: Pages): void {
  ask('/lab/job', null)
    .then((job) => run(job as Job, pages))
    .then((outcome) => ask('/lab/done', outcome))
    .then((next) => {
      const { url } = next as Next;
      if (url !== null) leaveFor(url);
    })
    .catch((error: unknown) => console.error(`the lab failed: ${String(error)}`));
}
