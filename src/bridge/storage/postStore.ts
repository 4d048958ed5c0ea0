import type { Post } from '../media/post.js';
import type { Database, SqlRow } from './sql.js';

/** A folder as the database knows it. */
export interface AlbumRow {
  albumId: number;
  path: string;
  author: string | null;
}

/** A post, and whether its file is there now. */
export interface StoredPost extends Post {
  isPresent: boolean;
}

/** Files and folders in the database. Each method throws what the database throws. */
export interface PostStore {
  all(): Promise<StoredPost[]>;
  /**
   * Inserts those without a post ID (0), replaces the others. All or none. A work without a fingerprint, which
   * is no file of a media folder, replaces no file.
   */
  save(posts: readonly StoredPost[]): Promise<StoredPost[]>;
  albums(): Promise<AlbumRow[]>;
  addAlbums(paths: readonly string[]): Promise<void>;
  setAuthor(albumId: number, author: string | null): Promise<void>;
}

export function postStore(database: Database): PostStore {
  return {
    all: async () => (await database.query('SELECT * FROM posts ORDER BY post_id')).map(toPost),
    save: (posts) =>
      database.transaction(async (sql) => {
        const saved: StoredPost[] = [];
        // Rows that came with an ID of their own have not moved PostgreSQL's counter on.
        if (database.kind === 'postgres' && posts.some(({ postId }) => postId === 0))
          await sql.query(SKIP_USED_IDS);
        for (const post of posts) {
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
        author: row.author === null ? null : String(row.author),
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

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

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
    author: row.author === null ? null : String(row.author),
    isPresent: Number(row.present) === 1,
  };
}
