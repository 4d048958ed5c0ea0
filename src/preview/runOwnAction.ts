import type { App } from './app.js';
import { type Fields, textOf } from './fields.js';
import type { Pane } from './pane.js';

/** Runs the `action`, with the `data`, that a document, a page or an item says itself; nothing where there is none. */
export function runOwnAction(
  app: App,
  { action, data }: Fields,
  pane: Pane | null,
  item: Fields | null = null,
): void {
  if (textOf(action)) app.execute(action, data ?? null, { from: 'app', item, pane });
}
