import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { fileReason } from './scanFolder.js';

/** Watches folders as they come and go. */
interface FolderWatch {
  /** Watches these and no others. @param folders relative to the root */
  follow(folders: readonly string[]): void;
  /** Watches nothing any more. */
  close(): void;
}

/** @param onNotice gets a sentence for a folder that cannot be watched */
export function watchFolders(
  root: string,
  onChange: () => void,
  onNotice: (sentence: string) => void,
): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  const follow = (folders: readonly string[]): void => {
    const there = new Set(folders);
    for (const [path, watcher] of watchers)
      if (!there.has(path)) {
        watcher.close();
        watchers.delete(path);
      }
    for (const path of folders) {
      if (watchers.has(path)) continue;
      try {
        const watcher = watch(join(root, path), onChange);
        watcher.on('error', () => {
          watchers.delete(path); // the folder is gone; the next scan sees it
          onChange();
        });
        watchers.set(path, watcher);
      } catch (error) {
        onNotice(`Changes in ${path || 'the media folder'} are seen late: ${fileReason(error)}.`);
      }
    }
  };
  return { follow, close: () => follow([]) };
}
