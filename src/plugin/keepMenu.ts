import type { JsonObject } from '../msx/json.js';
import { VERSION } from './constants.js';
import type { Settings } from './defaultSettings.js';
import { menuKey } from './keptMenu.js';
import type { KeptMenu } from './keptMenu.js';

/** A TV's localStorage has 5 MB at best, for all pages of a host. */
const LARGEST = 262_144;
/** MSX replaces a menu by its flag (Replace Action). */
const OWN_FLAG = 'msx-player-menu';

/** A menu that can be replaced when it is on the screen, with the focus where it was (`refocus`, 0.1.153). */
export const replaceable = (menu: JsonObject): JsonObject & { flag: string } => ({
  ...menu,
  flag: typeof menu.flag === 'string' && menu.flag ? menu.flag : OWN_FLAG,
  refocus: menu.refocus ?? true,
});

/** A menu that was made, and from what. */
interface MadeMenu {
  deviceId: string | null;
  settings: Settings;
  documents: { carriers: string[] };
}

/** What of the configuration a start needs which cannot have it; nothing that is secret. */
const KEPT_KEYS: (keyof Settings)[] = [
  'menu',
  'tagging',
  'origins',
  'untagged',
  'tagImages',
  'ownPages',
  'history',
  'registration',
];

/** What the next start answers with: a menu that was made, and from what. */
export const keptOf = ({ deviceId, settings, documents }: MadeMenu, document: JsonObject): KeptMenu => ({
  deviceId,
  version: VERSION,
  config: JSON.stringify(settings, KEPT_KEYS),
  carriers: documents.carriers,
  document: replaceable(document),
});

/** Keeps a menu for the next start, or forgets the last one: where there is none, and where it is too large. */
export function keepMenu(location: Location, kept: KeptMenu | null): void {
  try {
    const text = kept ? JSON.stringify(kept) : '';
    if (text && text.length <= LARGEST) window.localStorage.setItem(menuKey(location), text);
    else window.localStorage.removeItem(menuKey(location));
  } catch {
    return; // the next start makes its menu anew; `createKeep` says that nothing is stored
  }
}
