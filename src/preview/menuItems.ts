import { type Fields, listOf, textOf } from './fields.js';
import { findFocus, type FocusWish, type Spot } from './focus.js';
import { createRegister, idFault } from './itemChecks.js';

/** The items that are shown. One whose ID is invalid, or taken, is left out with a warning (menu/menu-item-object). */
export function checkedItems(root: Fields, version: string, warnings: string[]): Fields[] {
  const register = createRegister((text) => warnings.push(text), version);
  return listOf(root.menu)
    .filter((item) => item.display !== false)
    .filter((item, index) => {
      const fault = idFault(item, register);
      if (fault !== null) register.warn(`Menu item ${index} is left out: ${fault}`);
      return fault === null;
    });
}

export const isSeparator = (item: Fields): boolean => item.type === 'separator';

export const isSelectable = (item: Fields): boolean => !isSeparator(item) && item.enable !== false;

/** Where the items stand that can be chosen: MSX counts only those, not the separators. */
export const choicesOf = (items: Fields[]): number[] =>
  items.map((item, at) => (isSelectable(item) ? at : -1)).filter((at) => at >= 0);

/** Where the item stands that a wish means; null for none. */
export function findChoice(items: Fields[], wish: FocusWish): number | null {
  const choices = choicesOf(items);
  const counted = {
    length: choices.length,
    id: (at: number) => textOf(items[choices[at] ?? -1]?.id),
    selectable: () => true,
  };
  return choices[findFocus(counted, wish)] ?? null;
}

/** Where the first item stands that is marked with `focus`; null for none. */
export const markedChoice = (items: Fields[]): number | null =>
  choicesOf(items).filter((at) => items[at]?.focus === true)[0] ?? null;

/** Where the next item stands that can be chosen; null at either end. */
export function nextChoice(items: Fields[], from: number, by: -1 | 1): number | null {
  const choices = choicesOf(items);
  const beyond = choices.filter((at) => (by > 0 ? at > from : at < from));
  return (by > 0 ? beyond[0] : beyond[beyond.length - 1]) ?? null;
}

/** The ID of an item, and its index among those that can be chosen; null for one that cannot. */
export function spotAt(items: Fields[], at: number): Spot | null {
  const index = choicesOf(items).indexOf(at);
  return index < 0 ? null : { id: textOf(items[at]?.id), index };
}
