import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestBroker } from '../stage/startTestBroker.js';
import { startMakapixServer } from '../stage/makapix/startMakapixServer.js';
import { startServer } from '../stage/startServer.js';
import type { Answer, Arrived } from '../stage/startServer.js';
import { TV } from './fixtures.js';
import type { Job, Next, Outcome } from './page/job.js';
import type { Lab, Prepared, Scenario } from './scenario.js';

const PATIENCE_MS = 10_000;
/** The lab has no time for two seconds of dwell and five of pace; the proportions stay. */
export const DWELL_MS = 200;
const INTERVAL_MS = 200;
const SERVER_INTERVAL_MS = 100;
/** From a picture on screen to its view in the outbox, with room for a slow engine. */
const DWELLED_MS = 3 * DWELL_MS;
const PLAYER_KEY = '550e8400-e29b-41d4-a716-446655440000';

/** What the lab serves, besides what the scenarios bring. */
export interface LabFiles {
  /** The built plugin's folder. */
  plugin: string;
  /** The built MSX host's folder. */
  preview: string;
  /** The TVX library, or the stand-in for it. */
  library: string;
  /** The script of page/. */
  script: string;
}

/** What came of a scenario in an engine: null, or why it failed. */
export interface Result {
  failure: string | null;
  tookMs: number;
  userAgent: string;
}

/** A scenario that waits for an engine to open its page. */
export interface LabRun {
  /** Where the engine has to go. */
  url: string;
  /** Settles when the page has said its outcome and the evidence is looked at. */
  result: Promise<Result>;
  close(): Promise<void>;
}

/** CONNACK, MQTT 3.1.1, 3.2.2.3. */
const UNAVAILABLE = 3;

const SHELL = `<!doctype html><html><head><meta charset="utf-8"><title>Lab</title><style>
html, body { margin: 0; background: #000; } iframe { border: 0; }
</style></head><body><div id="screen"></div><script src="/lab/lab.js"></script></body></html>`;

const text = (body: string, type: string): Answer => ({ body, type });
const problem = (error: unknown): Answer => ({
  status: 500,
  body: error instanceof Error ? error.message : String(error),
  type: 'text/plain; charset=utf-8',
});

/**
 * Starts the servers of one run: the web host with plugin, MSX host and the scenario's files, a broker, and a
 * Makapix-like server behind it.
 * @param next asked at the end where the engine shall go, null for nowhere
 */
export async function startLabRun(
  scenario: Scenario,
  files: LabFiles,
  next: (result: Result) => Promise<string | null>,
): Promise<LabRun> {
  const startedAtMs = Date.now();
  const looks = new Set<() => void>();
  let serverListens = true;
  const broker = await startTestBroker({
    signIn: ({ clientId }) => (serverListens || clientId.startsWith('makapix-server') ? 0 : UNAVAILABLE),
  });
  const makapix = await startMakapixServer({ url: broker.url, intervalMs: SERVER_INTERVAL_MS });
  makapix.players.set(PLAYER_KEY, { owner: 'owner', ownerPermitted: true });

  const routes: Record<string, Answer | ((arrived: Arrived) => Answer | undefined | Promise<Answer>)> = {};
  const web = await startServer({ '/preview/': files.preview, '/tv/': files.plugin }, routes);
  const lab: Lab = {
    web,
    broker,
    makapix,
    restartBroker: async () => {
      serverListens = false;
      await broker.restart();
      await makapix.ready();
      serverListens = true;
    },
    playerKey: PLAYER_KEY,
    requestsFor: (file) =>
      web.arrived.filter(({ url }) => decodeURI(url.split(/[?#]/)[0] ?? '') === `/tv/${file}`),
    until: (what, isSo) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          looks.delete(look);
          reject(new Error(`did not arrive within ${PATIENCE_MS} ms: ${what}`));
        }, PATIENCE_MS);
        const look = () => {
          if (!isSo()) return;
          clearTimeout(timer);
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
  };

  let prepared: Prepared;
  try {
    prepared = await scenario.prepare(lab);
  } catch (error) {
    await Promise.all([web.close(), makapix.close(), broker.close()]);
    throw error;
  }

  const config = {
    playerKey: PLAYER_KEY,
    ...prepared.config,
    broker: { url: broker.url, ...(prepared.config?.broker as object | undefined) },
    views: {
      minDwellMs: DWELL_MS,
      intervalMs: INTERVAL_MS,
      ...(prepared.config?.views as object | undefined),
    },
  };
  const recorded = () => makapix.recorded.length;
  const actions: NonNullable<Prepared['actions']> = {
    online: () =>
      makapix.until(
        () => makapix.statuses.some(({ status }) => status.status === 'online'),
        'the status "online"',
        PATIENCE_MS,
      ),
    viewed: (count) =>
      makapix
        .until(() => recorded() >= Number(count), `${Number(count)} recorded views`, PATIENCE_MS)
        .catch((error: unknown) => {
          throw new Error(
            `${String(error)}; arrived: ${JSON.stringify(makapix.arrived.map(({ outcome, payload }) => [payload?.post_id, outcome]))}`,
          );
        }),
    named: (postId) =>
      makapix.until(
        () => makapix.playerState(PLAYER_KEY).currentPostId === postId,
        `a status that names the post ${String(postId)}`,
        PATIENCE_MS,
      ),
    asked: (file) =>
      lab.until(`a request for ${String(file)}`, () => lab.requestsFor(String(file)).length > 0),
    // the dwell itself is time, and nothing arrives while there is no broker
    dwell: () => new Promise((resolve) => setTimeout(resolve, DWELLED_MS)),
    ...prepared.actions,
  };

  const html = readFileSync(join(files.plugin, 'plugin.html'), 'utf8');
  Object.assign(routes, {
    '/tv/plugin.html': {
      ...text(prepared.page?.content(html) ?? html, 'text/html; charset=utf-8'),
      headers: prepared.page?.headers ?? {},
    },
    '/tv/tvx-plugin.min.js': text(readFileSync(files.library, 'utf8'), 'text/javascript; charset=utf-8'),
    '/tv/plugin.config.json': { json: config },
    '/lab/': text(SHELL, 'text/html; charset=utf-8'),
    '/lab/lab.js': text(files.script, 'text/javascript; charset=utf-8'),
  });
  for (const [name, route] of Object.entries(prepared.files)) {
    const answer = route;
    routes[`/tv/${name}`] = (arrived) => {
      setImmediate(() => looks.forEach((look) => look()));
      return typeof answer === 'function' ? answer(arrived) : answer;
    };
  }
  const job: Job = {
    scenario: scenario.name,
    start: `menu:request:interaction:init@${web.origin}/tv/plugin.html`,
    settings: { ...TV, ...prepared.settings },
    patienceMs: PATIENCE_MS,
  };
  routes['/lab/job'] = { json: job };
  routes['/lab/act'] = async ({ body }): Promise<Answer> => {
    const { action, data } = JSON.parse(body) as { action: string; data: unknown };
    try {
      const act = actions[action];
      if (!act) throw new Error(`the scenario has no action "${action}"`);
      return { json: (await act(data)) ?? null };
    } catch (error) {
      return problem(error);
    }
  };
  let settle: (result: Result) => void;
  const result = new Promise<Result>((resolve) => (settle = resolve));
  routes['/lab/done'] = async ({ body }): Promise<Answer> => {
    const { failure, saw, userAgent } = JSON.parse(body) as Outcome;
    const found: Result = { failure, userAgent, tookMs: 0 };
    if (failure === null)
      try {
        await prepared.evidence(saw);
      } catch (error) {
        found.failure = error instanceof Error ? error.message : String(error);
      }
    found.tookMs = Date.now() - startedAtMs;
    const answer: Next = { url: await next(found) };
    settle(found);
    return { json: answer };
  };
  return {
    url: `${web.origin}/lab/`,
    result,
    close: async () => {
      await prepared.close?.();
      await makapix.close();
      await Promise.all([web.close(), broker.close()]);
    },
  };
}
