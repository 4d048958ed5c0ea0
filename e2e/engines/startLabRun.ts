import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createWatch, type Watch } from '../stage/createWatch.js';
import { errorText } from '../stage/errorText.js';
import { startTestBroker } from '../stage/startTestBroker.js';
import { startMakapixServer } from '../stage/makapix/startMakapixServer.js';
import { startServer, type Answer, type Route, type Routes } from '../stage/startServer.js';
import { TV } from './fixtures.js';
import type { Job, Next, Outcome } from './page/job.js';
import { loadScenario } from './loadScenario.js';
import type { CommonAct } from './page/scenarioPage.js';
import type { Acts, Lab, Prepared } from './scenario.js';

const PATIENCE_MS = 10_000;
/** The lab has no time for two seconds of dwell and five of pace; the proportions stay. */
const DWELL_MS = 200;
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
  /** Settles when the engine has asked for the scenario: it has left the page of the one before. */
  opened: Promise<void>;
  /** Settles when the page has said its outcome and the evidence is looked at. */
  result: Promise<Result>;
  /** What the engine asked for last, for a run without an outcome. */
  lastAsked(): string;
  close(): Promise<void>;
}

/** CONNACK, MQTT 3.1.1, 3.2.2.3. */
const UNAVAILABLE = 3;

const SHELL = `<!doctype html><html><head><meta charset="utf-8"><title>Lab</title><style>
html, body { margin: 0; background: #000; } iframe { border: 0; }
</style></head><body><div id="screen"></div><script src="/lab/lab.js"></script></body></html>`;

const text = (body: string, type: string): Answer => ({ body, type });

/** What every scenario's page may ask for. */
const commonActs = ({ makapix, requestsFor }: Lab, until: Watch['until']): Acts<CommonAct> => ({
  online: () =>
    makapix.until(
      () => makapix.statuses.some(({ status }) => status.status === 'online'),
      'the status "online"',
      PATIENCE_MS,
    ),
  viewed: (count) =>
    makapix
      .until(() => makapix.recorded.length >= Number(count), `${Number(count)} recorded views`, PATIENCE_MS)
      .catch((error: unknown) => {
        const arrived = makapix.arrived.map(({ outcome, payload }) => [payload?.post_id, outcome]);
        throw new Error(`${String(error)}; arrived: ${JSON.stringify(arrived)}`);
      }),
  named: (postId) =>
    makapix.until(
      () => makapix.playerState(PLAYER_KEY).currentPostId === postId,
      `a status that names the post ${String(postId)}`,
      PATIENCE_MS,
    ),
  asked: (file) =>
    until(() => requestsFor(String(file)).length > 0, `a request for ${String(file)}`, PATIENCE_MS),
  // the dwell itself is time, and nothing arrives while there is no broker
  dwell: () => pause(DWELLED_MS),
});

/** What lies in the plugin's folder, and the page that the engine opens. */
function pageRoutes(files: LabFiles, { page, config }: Prepared, { broker }: Lab): Routes {
  const html = readFileSync(join(files.plugin, 'plugin.html'), 'utf8');
  return {
    '/tv/plugin.html': {
      ...text(page?.content(html) ?? html, 'text/html; charset=utf-8'),
      headers: page?.headers ?? {},
    },
    '/tv/tvx-plugin.min.js': text(readFileSync(files.library, 'utf8'), 'text/javascript; charset=utf-8'),
    '/tv/plugin.config.json': {
      json: {
        playerKey: PLAYER_KEY,
        ...config,
        broker: { url: broker.url, ...(config?.broker as object | undefined) },
        views: {
          minDwellMs: DWELL_MS,
          intervalMs: INTERVAL_MS,
          ...(config?.views as object | undefined),
        },
      },
    },
    '/lab/': text(SHELL, 'text/html; charset=utf-8'),
    '/lab/lab.js': text(files.script, 'text/javascript; charset=utf-8'),
  };
}

/** What a scenario has: the servers, and what it wants of them. */
async function prepareLab(scenario: string, routes: Routes, files: LabFiles) {
  let serverListens = true;
  const broker = await startTestBroker({
    signIn: ({ clientId }) => (serverListens || clientId.startsWith('makapix-server') ? 0 : UNAVAILABLE),
  });
  const makapix = await startMakapixServer({ url: broker.url, intervalMs: SERVER_INTERVAL_MS });
  makapix.players.set(PLAYER_KEY, { owner: 'owner', ownerPermitted: true });
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
  };
  const closeServers = async (): Promise<void> => {
    await makapix.close();
    await Promise.all([web.close(), broker.close()]);
  };
  try {
    const prepare = await loadScenario(scenario);
    return { lab, prepared: await prepare(lab), closeServers };
  } catch (error) {
    await closeServers();
    throw error;
  }
}

/** What the page asks for while a scenario runs. */
function actRoute(acts: Acts): Route {
  return async ({ body }) => {
    const { act, data } = JSON.parse(body) as { act: string; data: unknown };
    try {
      const perform = acts[act];
      if (!perform) throw new Error(`the scenario does not do "${act}"`);
      return { json: (await perform(data)) ?? null };
    } catch (error) {
      return { ...text(errorText(error), 'text/plain; charset=utf-8'), status: 500 };
    }
  };
}

/** @returns why a scenario failed: what the page says, or what did not arrive; null = it did not */
async function failureOf({ failure, saw }: Outcome, prepared: Prepared): Promise<string | null> {
  if (failure !== null) return failure;
  try {
    await prepared.evidence(saw);
    return null;
  } catch (error) {
    return errorText(error);
  }
}

/**
 * Starts the servers of one run: the web host with plugin, MSX host and the scenario's files, a broker, and a
 * Makapix-like server behind it.
 * @param scenario its name
 * @param next asked at the end where the engine shall go, null for nowhere
 */
export async function startLabRun(
  scenario: string,
  files: LabFiles,
  next: (result: Result) => Promise<string | null>,
): Promise<LabRun> {
  const startedAtMs = Date.now();
  const routes: Routes = {};
  const { lab, prepared, closeServers } = await prepareLab(scenario, routes, files);
  const { until, lookAgain } = createWatch();
  const { origin } = lab.web;
  const job: Job = {
    scenario,
    start: `menu:request:interaction:init@${origin}/tv/plugin.html`,
    settings: { ...TV, ...prepared.settings },
    patienceMs: PATIENCE_MS,
  };
  let settle: (result: Result) => void;
  const result = new Promise<Result>((resolve) => (settle = resolve));
  let open: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const looked =
    (route: Route): Route =>
    (arrived) => {
      setImmediate(lookAgain);
      return typeof route === 'function' ? route(arrived) : route;
    };
  Object.assign(routes, pageRoutes(files, prepared, lab), {
    '/lab/job': () => {
      open();
      return { json: job };
    },
    '/lab/act': actRoute({ ...commonActs(lab, until), ...prepared.acts }),
    '/lab/done': async ({ body }) => {
      const outcome = JSON.parse(body) as Outcome;
      const failure = await failureOf(outcome, prepared);
      const found = { failure, userAgent: outcome.userAgent, tookMs: Date.now() - startedAtMs };
      const answer: Next = { url: await next(found) };
      settle(found);
      return { json: answer };
    },
  } satisfies Routes);
  for (const [name, route] of Object.entries(prepared.files)) routes[`/tv/${name}`] = looked(route);
  return {
    url: `${origin}/lab/`,
    opened,
    result,
    lastAsked: () => {
      const last = lab.web.arrived.at(-1);
      return last ? `${last.method} ${last.url} ${last.body}`.trim() : 'nothing';
    },
    close: async () => {
      await prepared.close?.();
      await closeServers();
    },
  };
}
