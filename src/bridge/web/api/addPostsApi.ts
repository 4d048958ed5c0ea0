import type { FastifyInstance } from 'fastify';
import type { Kind } from '../../media/kind.js';
import type { Post } from '../../media/post.js';
import { sendProblem } from './sendProblem.js';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;

const KINDS = ['image', 'audio', 'video'] as const;

/** A work as `GET /api/posts` shows it. */
export interface PostJson {
  id: number;
  title: string;
  kind: Kind;
  /** Relative to the media folder. */
  path: string;
  /** In pixels; null = not known. */
  width: number | null;
  height: number | null;
  /** In seconds; null = it has none, or nobody knows it. */
  duration: number | null;
}

const jsonOf = ({ postId, title, kind, path, width, height, durationMs }: Post): PostJson => ({
  id: postId,
  title,
  kind,
  path,
  width,
  height,
  duration: durationMs === null ? null : durationMs / 1000,
});

interface Query {
  kinds: readonly Kind[];
  /** In small letters. */
  search: string;
  limit: number;
  offset: number;
}

const NAMES = ['kind', 'q', 'limit', 'offset'];

/** @returns the query, or a sentence about what is wrong with it */
function readQuery(query: Record<string, unknown>): Query | string {
  const unknown = Object.keys(query).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) return `There is no filter "${unknown}": take ${NAMES.join(', ')}.`;
  for (const [name, value] of Object.entries(query))
    if (typeof value !== 'string') return `${name} stands in the query more than once.`;
  const { kind, q = '', limit, offset } = query as Record<string, string | undefined>;
  const known = KINDS.find((one) => one === kind);
  if (kind !== undefined && !known) return `kind must be one of ${KINDS.join(', ')}, not "${kind}".`;
  for (const [name, value] of Object.entries({ limit, offset }))
    if (value !== undefined && !/^\d{1,9}$/.test(value))
      return `${name} must be a whole number, not "${value}".`;
  return {
    kinds: known ? [known] : KINDS,
    search: q.trim().toLowerCase(),
    limit: Math.min(LARGEST_LIMIT, Math.max(1, Number(limit ?? DEFAULT_LIMIT))),
    offset: Number(offset ?? 0),
  };
}

/**
 * `GET /api/posts`: the works of the library, in the order of its albums. `total` is how many there are.
 * @param postsOf all works of a kind
 */
export function addPostsApi(app: FastifyInstance, postsOf: (kind: Kind) => readonly Post[]): void {
  app.get('/api/posts', (request, reply) => {
    const query = readQuery(request.query as Record<string, unknown>);
    if (typeof query === 'string') return sendProblem(reply, 'bad_request', query);
    const { kinds, search, limit, offset } = query;
    const all = kinds.flatMap(postsOf);
    const isFound = ({ title, path }: Post): boolean =>
      title.toLowerCase().includes(search) || path.toLowerCase().includes(search);
    const found = search === '' ? all : all.filter(isFound);
    return { posts: found.slice(offset, offset + limit).map(jsonOf), total: found.length };
  });
}
