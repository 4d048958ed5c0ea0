import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Ingested } from '../ingest/createIngest.js';
import { readViewTime } from '../ingest/readViewTime.js';
import type { HealthStore } from './healthStore.js';
import type { Readiness } from './createReadiness.js';

/** What is counted, in the text format of Prometheus (version 0.0.4). Names begin with `msx_`. */
export interface Metrics {
  /** Counts a message that was taken. @param seconds from its arrival until what became of it was on disk */
  ingested(ingested: Ingested, seconds: number, nowMs: number): void;
  /** Counts what the broker refused. */
  refused(code: string): void;
  /** Counts a command by what became of it. */
  commanded(result: string): void;
  /** Counts old views that were removed. */
  removed(views: number): void;
  /** Counts an answer. @param route the route's template, never an address that somebody typed */
  answered(labels: { method: string; route: string; status: number }, seconds: number): void;
  contentType: string;
  /** @throws what the database throws */
  text(): Promise<string>;
}

interface MetricsOptions {
  version: string;
  /** Null while there is no database yet. */
  store: () => HealthStore | null;
  readiness: () => Promise<Readiness>;
  /** How many views wait in all TVs; null = TVs say it to somebody else. */
  waitingViews: (() => number) | null;
}

/** From a transaction on a quiet SSD to a database that was away, in seconds. */
const INGEST_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];
/** From a view that is sent at once to one that waited in the TV for weeks, in seconds. */
const AGE_SECONDS = [2, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400, 604_800];
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** Each has a registry of its own: two bridges in one process count apart. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  addGauges(registry, options);
  const views = new Counter({
    name: 'msx_views_total',
    help: 'Views by what became of them: recorded, own_post, dropped, left, or the code of the refusal',
    labelNames: ['result'],
    registers,
  });
  const statuses = new Counter({
    name: 'msx_statuses_total',
    help: 'Statuses by what became of them: applied, ignored, dropped, left',
    labelNames: ['result'],
    registers,
  });
  const taking = new Histogram({
    name: 'msx_ingest_seconds',
    help: 'From the arrival of a message until what became of it was on disk',
    buckets: INGEST_SECONDS,
    registers,
  });
  const ages = new Histogram({
    name: 'msx_view_age_seconds',
    help: "From when a TV showed what it reports until that was on disk, by the TV's clock",
    buckets: AGE_SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'msx_broker_refusals_total',
    help: 'What the broker refused, by code',
    labelNames: ['code'],
    registers,
  });
  const answers = new Histogram({
    name: 'msx_http_request_seconds',
    help: 'Answers to HTTP requests, by the template of the route',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_SECONDS,
    registers,
  });
  const commands = new Counter({
    name: 'msx_commands_total',
    help: 'Commands to TVs by what became of them: ok, error, unsupported, no_answer, too_many',
    labelNames: ['result'],
    registers,
  });
  const removals = new Counter({
    name: 'msx_views_removed_total',
    help: 'Single views that were older than they are kept',
    registers,
  });
  views.inc({ result: 'recorded' }, 0); // a rate needs a beginning
  commands.inc({ result: 'ok' }, 0);

  return {
    ingested({ message, taken }, seconds, nowMs) {
      if (taken.kind !== 'left') taking.observe(seconds);
      const result = taken.kind === 'refused' ? taken.code : taken.kind;
      const what = message.kind === 'invalid' ? message.what : message.kind;
      (what === 'view' ? views : statuses).inc({ result });
      if (message.kind !== 'view' || taken.kind !== 'recorded') return;
      const time = readViewTime(message.view.timestamp);
      if (time?.isKnown) ages.observe(Math.max(0, nowMs - time.atMs) / 1000); // the clock of a TV may be ahead
    },
    refused: (code) => refusals.inc({ code }),
    commanded: (result) => commands.inc({ result }),
    removed: (count) => removals.inc(count),
    answered: ({ method, route, status }, seconds) =>
      answers.observe({ method: METHODS.has(method) ? method : 'other', route, status }, seconds),
    contentType: registry.contentType,
    async text() {
      collectProcess(registry);
      return registry.metrics();
    },
  };
}

/** What is looked up when somebody asks. */
function addGauges(registry: Registry, { version, store, readiness, waitingViews }: MetricsOptions): void {
  const registers = [registry];
  new Gauge({
    name: 'msx_build_info',
    help: 'The version that runs; always 1',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  new Gauge({
    name: 'msx_tvs_online',
    help: 'TVs whose last status said that they are there; nothing while the database is away',
    registers,
    async collect() {
      this.reset();
      this.remove();
      const online = await store()
        ?.tvsOnline()
        .catch(() => null); // msx_ready says that it is away
      if (typeof online === 'number') this.set(online);
    },
  });
  if (waitingViews)
    new Gauge({
      name: 'msx_views_waiting',
      help: 'Views that wait in all TVs, by what each has said last',
      registers,
      collect() {
        this.set(waitingViews());
      },
    });
  new Gauge({
    name: 'msx_ready',
    help: 'Whether a part does its work, as in /readyz: 1 or 0',
    labelNames: ['check'],
    registers,
    async collect() {
      const { checks } = await readiness();
      for (const [check, fault] of Object.entries(checks)) this.set({ check }, fault === null ? 1 : 0);
    },
  });
}

const PROCESS_METRIC = 'process_cpu_seconds_total';

/** Those of the process are watched from the first time on that somebody asks: nobody else has to pay for that. */
function collectProcess(registry: Registry): void {
  if (!registry.getSingleMetric(PROCESS_METRIC)) collectDefaultMetrics({ register: registry });
}
