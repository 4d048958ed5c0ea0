import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bridgeProblem } from '../text/bridgeProblem.js';

/** What the bridge serves, as absolute paths. */
export interface Folders {
  /** The built plugin folder: plugin.html, menu.json, msx/start.json. */
  plugin: string;
  /** The built preview: index.html, host.js, tvx-plugin.min.js. */
  preview: string;
  /** The sample gallery. */
  gallery: string;
  /** The built dashboard: index.html, style.css, main.js. */
  dashboard: string;
  /** The TVX library that stands beside the preview's plugin page; the real page takes the official one. */
  tvxLibrary: string;
}

/** @throws a BridgeProblem `folder_missing` that names the first thing that is not there */
export function checkFolders(folders: Folders): void {
  for (const path of [
    join(folders.plugin, 'plugin.html'),
    join(folders.preview, 'index.html'),
    join(folders.gallery, 'menu.json'),
    join(folders.dashboard, 'index.html'),
  ])
    if (!existsSync(path))
      throw bridgeProblem('folder_missing', `${path} is missing: run "npm run build" first.`);
  if (!existsSync(folders.tvxLibrary))
    throw bridgeProblem(
      'folder_missing',
      `The TVX library ${folders.tvxLibrary} is missing: set TVX_LIBRARY to a file that exists, or leave it unset.`,
    );
}

/** @throws a BridgeProblem `folder_missing` for a media folder that cannot be read */
export function checkMedia(folder: string): void {
  try {
    readdirSync(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw bridgeProblem(
      'folder_missing',
      `The media folder ${folder} cannot be read (${reason}): give another one with --media.`,
    );
  }
}
