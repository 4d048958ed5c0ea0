import { copyFile, mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A media folder of its own for one test. */
export interface MediaFolder {
  path: string;
  /** Writes a file; a picture, sound or film by the end of its name, `mark` tells it from others. */
  add(path: string, mark?: string): Promise<void>;
  write(path: string, content: string | Buffer): Promise<void>;
  /** Writes a file of zeros that takes no room on the disk. */
  sparse(path: string, bytes: number): Promise<void>;
  move(from: string, to: string): Promise<void>;
  delete(path: string): Promise<void>;
  /** Deletes all that is in it. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

const GALLERY = resolve('src/bridge/gallery');
const SAMPLES: Record<string, string> = {
  png: 'pictures/tiles.png',
  mp3: 'media/melody.mp3',
  mp4: 'media/a-day.mp4',
  webm: 'media/a-day.webm',
};

export async function mediaFolder(paths: readonly string[] = [], mark?: string): Promise<MediaFolder> {
  const root = await mkdtemp(join(tmpdir(), 'media-'));
  const at = async (path: string): Promise<string> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    return join(root, path);
  };
  const folder: MediaFolder = {
    path: root,
    async add(path, mark = path) {
      const sample = SAMPLES[/\.(\w+)$/.exec(path)?.[1] ?? ''];
      if (sample === undefined) throw new Error(`no sample for ${path}`);
      const file = await at(path);
      await copyFile(join(GALLERY, sample), file);
      await writeFile(file, mark, { flag: 'a' }); // readers stop before what stands behind the end
    },
    async write(path, content) {
      await writeFile(await at(path), content);
    },
    async sparse(path, bytes) {
      const handle = await open(await at(path), 'w');
      await handle.truncate(bytes);
      await handle.close();
    },
    async move(from, to) {
      await rename(join(root, from), await at(to));
    },
    delete: (path) => rm(join(root, path), { recursive: true }),
    async clear() {
      for (const name of await readdir(root)) await folder.delete(name);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  for (const path of paths) await folder.add(path, mark);
  return folder;
}
