// The first script of the page. It asks for what the first menu needs before the rest of the page is read: on a TV
// that takes longer than a request.
import { beginGet } from '../tvx/get.js';
import { configFileOf } from './configFile.js';
import { freshUrl } from './fetchDocument.js';
import type { BegunMenu, HeadStartWindow } from './headStart.js';

/** @returns null where the last start left no address, or the TV refuses storage */
function beginMenu(menuKey: string): BegunMenu | null {
  try {
    const address = window.localStorage.getItem(menuKey);
    const begun = address ? beginGet(freshUrl(address)) : null;
    return begun && { address: address!, begun };
  } catch {
    return null; // the menu is asked for later; ../tvx/createKeep.ts says that nothing is stored
  }
}

const begin = (page: HeadStartWindow) => {
  const { pathname, search } = page.location;
  const configFile = configFileOf(search);
  const config = beginGet(freshUrl(configFile.file));
  // Two pages of one host, or one with two configurations, have a menu each.
  const menuKey = `msx-player-plugin:menu:${pathname}${search}`;
  page.headStart = { configFile, config, menuKey, menu: beginMenu(menuKey) };
};

// Opened in a browser, the page is the landing page.
if (window.parent !== window) begin(window as Window as HeadStartWindow);
