// The code of the page lies in it in stages, each in an element of its own. Only the first is a script when the page is
// read; the others are inert text until their turn, since on a TV's processor reading code costs more than the network.
import type { Author } from './author.js';
import type { OwnPages } from './ownPages.js';
import type { Pair } from './createPairing.js';
import type { Plugin } from './plugin.js';
import type { StartRemote } from './startRemote.js';

/** What each of the later stages gives, by the `id` of its element in plugin/plugin.html. */
export interface Stages {
  /** Configuration, documents, tagging: all that a menu takes. */
  documents: Plugin;
  /** Pages of somebody who writes a plugin of their own; only in their page. */
  author: Author;
  /** Nothing: it gives the plugin its reporting. */
  report: true;
  /** What the broker may make the TV do. */
  remote: StartRemote;
  /** The pages of the plugin itself. */
  pages: OwnPages;
  /** Pairs the TV with a server; runs only where the configuration wants that. */
  pairing: Pair;
  /** What a browser shows in MSX's place; it stands on the first stage alone. */
  landing: true;
}

/** The stage that has to run before. */
const BEFORE: { [Name in keyof Stages]?: keyof Stages } = {
  report: 'documents',
  pairing: 'documents',
  remote: 'report',
  pages: 'remote',
};
if (__AUTHORED__) BEFORE.author = 'documents';

const given: Partial<Stages> = {};
const running: Partial<Record<keyof Stages, Promise<void>>> = {};

/** Called by a stage as it runs. */
export function provide<Name extends keyof Stages>(name: Name, what: Stages[Name]): void {
  given[name] = what;
}

const pageIsRead = new Promise<void>((resolve) => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => resolve());
  else resolve();
});

/** A script that is added runs before `appendChild` returns. */
function run(name: keyof Stages): void {
  const script = document.createElement('script');
  script.text = document.getElementById(name)!.textContent!;
  document.head.appendChild(script);
  if (!given[name]) throw new Error(`The part "${name}" of the page does not run`);
}

const started = (name: keyof Stages): Promise<void> =>
  (running[name] ??= (BEFORE[name] ? started(BEFORE[name]) : pageIsRead).then(() => run(name)));

/** What a stage gives; it runs now where it has not yet. Rejected where it cannot. */
export const stage = <Name extends keyof Stages>(name: Name): Promise<Stages[Name]> =>
  started(name).then(() => given[name] as Stages[Name]);
