import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { kindOf } from '../../media/kind.js';
import type { ViewFilter, ViewRecord, ViewStore } from '../../ingest/viewStore.js';
import { CSV_HEAD, csvLine } from './csvLine.js';
import { sendProblem } from './sendProblem.js';

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1000;

/** A view as `GET /api/views` shows it; times are ISO 8601, UTC. */
function viewJson(view: ViewRecord): object {
  const { viewId, viewedAtMs, receivedAtMs, ...rest } = view;
  return {
    id: viewId,
    ...rest,
    kind: kindOf(view.path) ?? null,
    seenAt: new Date(viewedAtMs).toISOString(),
    receivedAt: new Date(receivedAtMs).toISOString(),
  };
}

interface Query {
  filter: ViewFilter;
  limit: number;
  before: number | undefined;
}

const NAMES = ['player', 'post', 'channel', 'intent', 'from', 'to', 'limit', 'before'];

/** @returns the query, or a sentence about what is wrong with it */
function readQuery(query: Record<string, unknown>): Query | string {
  const unknown = Object.keys(query).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) return `There is no filter "${unknown}": take ${NAMES.join(', ')}.`;
  const filter: ViewFilter = {};
  for (const [name, value] of Object.entries(query))
    if (typeof value !== 'string') return `${name} stands in the query more than once.`;
  const { player, post, channel, intent, from, to, limit, before } = query as Record<
    string,
    string | undefined
  >;
  if (player !== undefined) filter.playerId = player;
  if (channel !== undefined) filter.channel = channel;
  if (intent !== undefined && intent !== 'artwork' && intent !== 'channel')
    return `intent must be artwork (views) or channel (impressions), not "${intent}".`;
  if (intent !== undefined) filter.intent = intent;
  const numbers = { post, limit, before };
  for (const [name, value] of Object.entries(numbers))
    if (value !== undefined && !/^\d{1,15}$/.test(value))
      return `${name} must be a whole number, not "${value}".`;
  for (const [name, value] of Object.entries({ from, to }))
    if (value !== undefined && Number.isNaN(Date.parse(value)))
      return `${name} must be a time such as 2026-01-02 or 2026-01-02T12:00:00Z, not "${value}".`;
  if (post !== undefined) filter.postId = Number(post);
  if (from !== undefined) filter.fromMs = Date.parse(from);
  if (to !== undefined) filter.toMs = Date.parse(to);
  return {
    filter,
    limit: Math.min(LARGEST_LIMIT, Math.max(1, Number(limit ?? DEFAULT_LIMIT))),
    before: before === undefined ? undefined : Number(before),
  };
}

/** `GET /api/views`, `/api/views.csv` and `/api/stats`. All take the same filters. */
export function addViewsApi(app: FastifyInstance, store: ViewStore): void {
  const get = (path: string, answer: (query: Query, reply: FastifyReply) => unknown): void => {
    app.get(path, (request, reply) => {
      const query = readQuery(request.query as Record<string, unknown>);
      return typeof query === 'string' ? sendProblem(reply, 'bad_request', query) : answer(query, reply);
    });
  };

  get('/api/views', async ({ filter, limit, before }) => {
    const views = await store.page(filter, limit + 1, before);
    const shown = views.slice(0, limit);
    return { views: shown.map(viewJson), next: views.length > limit ? shown.at(-1)!.viewId : null };
  });
  get('/api/views.csv', ({ filter, before }, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="views.csv"')
      .send(Readable.from(csvOf(store, filter, before))),
  );
  get('/api/stats', ({ filter }) => store.stats(filter));
}

/** Page by page: a year of views does not have to fit into memory. */
async function* csvOf(
  store: ViewStore,
  filter: ViewFilter,
  before: number | undefined,
): AsyncGenerator<string> {
  yield CSV_HEAD;
  for (let from = before; ;) {
    const views = await store.page(filter, LARGEST_LIMIT, from);
    yield views.map(csvLine).join('');
    if (views.length < LARGEST_LIMIT) return;
    from = views.at(-1)!.viewId;
  }
}
