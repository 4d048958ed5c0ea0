import type { App } from './app.js';
import { type Fields, fieldsOf, listOf, textOf } from './fields.js';
import { hasKey } from './keyName.js';
import type { Navigator } from './navigator.js';
import { isSelectable } from './place.js';
import { hasFeature } from './versions.js';

/** They turn pages there (hidden features, Key Property). */
const WITHOUT_EFFECT = /^channel_(up|down)$/;

/** What may be reached without opening the options; their template says nothing, header and footer are not searched (hidden features, Option Shortcut). */
function shortcutsOf(options: Fields | null): Fields[] {
  const items = listOf(options?.pages).reduce<Fields[]>(
    (sum, page) => sum.concat(listOf(fieldsOf(page).items)),
    listOf(options?.items),
  );
  return items.filter((item) => item.display !== false && item.shortcut !== false);
}

/**
 * Runs the item of the page on screen that has the key, else the option that has it. The focus stays where it is.
 * guess(key-active): a page beside a menu counts only while it has the focus.
 * @returns false where nothing has the key
 */
export function runKey(app: App, navigator: Navigator, name: string): boolean {
  if (WITHOUT_EFFECT.test(name)) return false;
  const pane = navigator.pane('top');
  const isActive = pane?.state().items.some((item) => item.focused) === true;
  const own = isActive ? pane.items().map(({ fields }) => fields) : [];
  const shortcuts = hasFeature('optionShortcuts', app.settings.msxVersion)
    ? shortcutsOf(navigator.options())
    : [];
  const able = (item: Fields) => hasKey(item, name) && isSelectable(item) && textOf(item.action) !== '';
  const found = own.filter(able)[0] ?? shortcuts.filter(able)[0];
  if (!found) return false;
  app.execute(found.action, found.data ?? null, { from: 'person', item: found, pane });
  return true;
}
