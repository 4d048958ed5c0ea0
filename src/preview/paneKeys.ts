import type { App } from './app.js';
import { textOf } from './fields.js';
import type { Command } from './listenToKeys.js';
import type { Pane } from './pane.js';

/** Runs the action of the item that has the focus. */
export function executeFocused(app: App, pane: Pane): void {
  const item = pane.focused();
  if (!item) return;
  if (!textOf(item.fields.action)) app.toast('info', 'No action available.');
  else app.execute(item.fields.action, item.fields.data ?? null, { from: 'person', item: item.fields, pane });
}

/** What a key does to a page or a panel. `edge`: there is nothing in that direction. `unknown`: it has no use for the key. */
export function paneKey(app: App, pane: Pane, command: Command): 'done' | 'edge' | 'unknown' {
  if (command === 'enter') executeFocused(app, pane);
  else if (command === 'pageUp' || command === 'pageDown') pane.turn(command === 'pageUp' ? -1 : 1);
  else if (command === 'left' || command === 'right' || command === 'up' || command === 'down')
    return pane.move(command) ? 'done' : 'edge';
  else return 'unknown';
  return 'done';
}
