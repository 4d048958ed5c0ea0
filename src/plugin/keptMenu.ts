import type { JsonObject } from '../msx/json.js';
import { isDeviceId } from '../tvx/requestDeviceId.js';
import { VERSION } from './constants.js';

/** The finished menu of an earlier start, as localStorage keeps it: that answers at once, IndexedDB does not. @wire */
export interface KeptMenu {
  /** The TV that its links were made for; null: one without an ID. */
  deviceId: string | null;
  /** The plugin that made it. */
  version: string;
  /** What the configuration said about documents, as its file would, for a start without that file. */
  config: string;
  /** Who gets the ID from it: createDocuments.ts. */
  carriers: string[];
  /** It has a flag, so that it can be replaced. */
  document: JsonObject & { flag: string };
}

/** Two pages of one host, or one with two configurations, have a menu each. */
export const menuKey = ({ pathname, search }: Location): string =>
  `msx-player-plugin:menu:${pathname}${search}`;

/** @returns null where none is kept that this plugin has made: the menu is then made anew, and kept */
export function readKeptMenu(location: Location): KeptMenu | null {
  try {
    const kept = JSON.parse(window.localStorage.getItem(menuKey(location))!) as KeptMenu;
    const { deviceId, version, config, carriers, document } = kept;
    return version === VERSION &&
      (deviceId === null || isDeviceId(deviceId)) &&
      typeof config === 'string' &&
      carriers instanceof Array &&
      typeof document.flag === 'string' &&
      (document.menu || document.reference)
      ? kept
      : null;
  } catch {
    return null; // nothing, or nothing of ours; a TV that refuses storage is in the log (../tvx/createKeep.ts)
  }
}
