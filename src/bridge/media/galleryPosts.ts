import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { bridgeProblem } from '../text/bridgeProblem.js';
import type { StoredPost } from '../storage/postStore.js';

/**
 * The works of a folder of MSX documents, by their `makapix:post_id`. Their path is that of the picture to
 * show for them.
 * @throws bridgeProblem `folder_missing`
 */
export async function galleryPosts(folder: string): Promise<StoredPost[]> {
  try {
    return await readPosts(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw bridgeProblem(
      'folder_missing',
      `The sample gallery ${folder} cannot be read (${reason}): run "npm run build" first.`,
    );
  }
}

async function readPosts(folder: string): Promise<StoredPost[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json'));
  const posts = new Map<number, StoredPost>();
  for (const file of files)
    for (const item of itemsOf(await readFile(join(folder, file), 'utf8'))) {
      const postId = Number(item.properties?.['makapix:post_id'] ?? NaN);
      if (!Number.isSafeInteger(postId) || posts.has(postId)) continue;
      const picture = relative(folder, join(folder, dirname(file), item.image ?? ''));
      posts.set(postId, {
        postId,
        path: picture.split(sep).join('/'),
        kind: kindOf(item.action ?? ''),
        title: item.title ?? String(postId),
        bytes: 0,
        modifiedMs: 0,
        fingerprint: '',
        width: null,
        height: null,
        durationMs: null,
        author: null,
        isPresent: true,
      });
    }
  return [...posts.values()];
}

interface Item {
  title?: string;
  image?: string;
  action?: string;
  properties?: Record<string, unknown>;
}

function itemsOf(text: string): Item[] {
  const { items = [] } = JSON.parse(text) as { items?: Item[] };
  return items;
}

const kindOf = (action: string) =>
  action.startsWith('audio:') ? 'audio' : action.startsWith('video:') ? 'video' : 'image';
