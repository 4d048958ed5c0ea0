// What stands behind an action's words: an address or a request, then what is to have the focus.

/** An item by its ID, or by its number from 0. */
export type ItemChoice = string | number;

/** What is to have the focus where a document is shown, and whether it runs at once (Focus Separator). */
export interface Focus {
  item?: ItemChoice;
  /** Only with an item. */
  execute?: boolean;
}

/** Of a menu: which line, and on its page which item. */
export interface MenuFocus extends Focus {
  line: ItemChoice;
}

/**
 * An address as text of an action. `>` and `|` would end it there, and a space at its end is none; braces stay: they are
 * words of MSX. A request comes back as it is.
 */
export const target = (address: string): string =>
  /^request:/.test(address)
    ? address
    : address.replace(/^\s+|\s+$/g, '').replace(/[\s>|]/g, (one) => encodeURIComponent(one));

export const choice = (item: ItemChoice): string => (typeof item === 'number' ? `index:${item}` : item);

export function focusText(focus: Focus | MenuFocus | undefined): string {
  if (!focus) return '';
  const line = 'line' in focus ? `>${choice(focus.line)}` : '';
  if (focus.item === undefined) return line;
  return `${line}>${choice(focus.item)}${focus.execute ? '>execute' : ''}`;
}
