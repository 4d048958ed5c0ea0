// The actions by which a page of ours comes back to the plugin. All are requests that name it, so that MSX loads it
// again where another plugin has taken its place (knowledge base: Internal Actions).
import { REPLACE_SINCE } from '../msx/replaceSince.js';
import type { PageTools } from './pageTools.js';

type Msx = Pick<PageTools, 'pluginUrl' | 'build'>;

/** MSX promises a request without any sign of it from here on (Internal Actions). */
const SILENT_SINCE = 160;
/** A reload may say what gets the focus (Focus Separator). */
const FOCUS_SINCE = 120;

const request = ({ pluginUrl }: Msx, dataId: string) => `request:interaction:${dataId}@${pluginUrl}`;

/** Shows, or plays, a document of the plugin. */
export const documentAction = (msx: Msx, kind: 'content' | 'slideshow', dataId: string): string =>
  `${kind}:${request(msx, dataId)}`;

/** Asks the plugin for an action, beside all else that goes on. */
export const quietAction = (msx: Msx, dataId: string): string =>
  `execute:service:${msx.build >= SILENT_SINCE ? 'silent:' : ''}${request(msx, dataId)}`;

/** Asks the plugin for an action; MSX shows that it waits, and for how long it likes to (30 s). */
export const busyAction = (msx: Msx, dataId: string): string => `execute:${request(msx, dataId)}`;

/**
 * Shows a content page anew, with the focus where it is.
 * @param flag of the page; an old MSX does not look at it, and asks for what is shown by the request of its own
 * @param dataId what the newer ask for
 */
export function showAgain(msx: Msx, flag: string, dataId: string): string {
  const focus = msx.build >= FOCUS_SINCE ? '>item:current' : '';
  return (
    (msx.build >= REPLACE_SINCE ? `replace:content:${flag}:${request(msx, dataId)}` : 'reload:content') +
    focus
  );
}

/** Whether MSX asks for a page that is shown anew by its first request. */
export const isReloaded = ({ build }: Msx): boolean => !(build >= REPLACE_SINCE);

/** There is nothing to do. */
export const NOTHING = '[]';
