import type { App } from './app.js';
import { type Fields, textOf } from './fields.js';
import type { Pane } from './pane.js';
import { runOwnAction } from './runOwnAction.js';

/**
 * What a document does that was loaded at startup (hidden features, Start Action): its action takes the place of
 * `home`. guess(start-action): an empty one leaves a blank screen until somebody presses a key, as documented; with
 * any other the document is on screen, as its picture shows.
 */
export function runStartAction(app: App, root: Fields, pane: Pane | null): void {
  app.startup = { name: textOf(root.name) || null, version: textOf(root.version) || null };
  // back from a link there is none
  if (app.restored || root.action === undefined || root.action === null) return;
  const action = textOf(root.action).trim();
  if (action === '' || action === '[]') app.blank();
  else runOwnAction(app, root, pane);
}
