import type { Link } from '../msx/action.js';

/** MSX's plugins that our pages stand in for (knowledge base: Input Plugin, Paging Plugin). */
const OF_MSX = /^https?:\/\/msx\.benzac\.de\/interaction\/(input|paging)\.html$/i;

/**
 * Turns requests to MSX's input and paging plugins into requests to this one, which they would unload.
 * @param map what is done with a link otherwise; of such a request it gets the page's own address and its own text
 * @param pluginUrl the page's address, as MSX knows it
 */
export function withOwnPages<Items>(
  map: (link: Link, items: Items) => string,
  pluginUrl: string,
): (link: Link, items: Items) => string {
  // Of a request the plugin comes first, and its text right after.
  let kind: string | null = null;
  return (link, items) => {
    const before = kind;
    kind = null;
    if (link.kind === 'plugin') {
      const found = OF_MSX.exec(link.text);
      if (!found) return map(link, items);
      kind = found[1]!.toLowerCase();
      return map({ ...link, text: pluginUrl }, items);
    }
    return map(link.kind === 'dataId' && before ? { ...link, text: `${before}:${link.text}` } : link, items);
  };
}
