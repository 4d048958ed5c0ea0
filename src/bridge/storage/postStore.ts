import type { Post } from '../media/post.js';
import type { PostStore, StoredPost } from '../media/postStore.js';
import { databaseFault } from './databaseFault.js';
import type { Database, Sql, SqlRow } from './sql.js';
import { numberOrNull, textOrNull } from './rowValues.js';
import { valueList } from './valueList.js';

/** @param bridges how many look through the media folder: of several, one gives a new file its ID, for all of them */
export function postStore(database: Database, bridges: 'one' | 'several' = 'one'): PostStore {
  return {
    faultOf: databaseFault,
    all: async () => (await database.query('SELECT * FROM posts ORDER BY post_id')).map(toPost),
    save: (posts) =>
      database.transaction(async (sql) => {
        const saved: StoredPost[] = [];
        // Rows that came with an ID of their own have not moved PostgreSQL's counter on.
        const known = new Map<string, number>();
        if (database.kind === 'postgres' && posts.some(({ postId }) => postId === 0)) {
          if (bridges === 'several') {
            await sql.query('SELECT pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
            for (const [path, postId] of await idsAt(sql, posts)) known.set(path, postId);
          }
          await sql.query(SKIP_USED_IDS);
        }
        for (const given of posts) {
          const post = { ...given, postId: given.postId || (known.get(given.path) ?? 0) };
          const isNew = post.postId === 0;
          const values = [...(isNew ? [] : [post.postId]), ...valuesOf(post)];
          const columns = isNew ? COLUMNS : ['post_id', ...COLUMNS];
          const updates = COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ');
          const [row] = await sql.query(
            `INSERT INTO posts (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
             ${isNew ? '' : `ON CONFLICT (post_id) DO UPDATE SET ${updates} WHERE posts.fingerprint = '' OR excluded.fingerprint <> ''`} RETURNING post_id`,
            values,
          );
          saved.push({ ...post, postId: Number(row?.post_id ?? post.postId) });
        }
        return saved;
      }),
    albums: async () =>
      (await database.query('SELECT album_id, path, author FROM albums')).map((row) => ({
        albumId: Number(row.album_id),
        path: String(row.path),
        author: textOrNull(row.author),
      })),
    addAlbums: (paths) =>
      database.transaction(async (sql) => {
        for (const path of paths)
          await sql.query('INSERT INTO albums (path) VALUES (?) ON CONFLICT DO NOTHING', [path]);
      }),
    setAuthor: async (albumId, author) => {
      await database.query('UPDATE albums SET author = ? WHERE album_id = ?', [author, albumId]);
    },
  };
}

/** Any number that no other program takes: bridges on one database find new files at the same time. */
const ADVISORY_LOCK = 5_247_005;

/** Which of the files that are new to this bridge another one has written meanwhile. */
async function idsAt(sql: Sql, posts: readonly StoredPost[]): Promise<[string, number][]> {
  const { text, values } = valueList(
    '?',
    posts.filter(({ postId }) => postId === 0).map(({ path }) => [path]),
  );
  const rows = await sql.query(
    `SELECT post_id, path FROM posts WHERE path IN (${text}) AND fingerprint <> '' ORDER BY present, post_id`,
    values,
  );
  return rows.map((row) => [String(row.path), Number(row.post_id)]);
}

const SEQUENCE = `pg_get_serial_sequence('posts', 'post_id')`;
const SKIP_USED_IDS = `SELECT setval(${SEQUENCE},
  GREATEST(nextval(${SEQUENCE}), (SELECT COALESCE(MAX(post_id), 0) + 1 FROM posts)), false)`;

const COLUMNS = [
  'path',
  'kind',
  'title',
  'bytes',
  'modified_ms',
  'fingerprint',
  'width',
  'height',
  'duration_ms',
  'author',
  'present',
];

const valuesOf = (post: StoredPost) => [
  post.path,
  post.kind,
  post.title,
  post.bytes,
  post.modifiedMs,
  post.fingerprint,
  post.width,
  post.height,
  post.durationMs,
  post.author,
  post.isPresent ? 1 : 0,
];

function toPost(row: SqlRow): StoredPost {
  return {
    postId: Number(row.post_id),
    path: String(row.path),
    kind: row.kind as Post['kind'],
    title: String(row.title),
    bytes: Number(row.bytes),
    modifiedMs: Number(row.modified_ms),
    fingerprint: String(row.fingerprint),
    width: numberOrNull(row.width),
    height: numberOrNull(row.height),
    durationMs: numberOrNull(row.duration_ms),
    author: textOrNull(row.author),
    isPresent: Number(row.present) === 1,
  };
}
