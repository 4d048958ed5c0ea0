import { headAndRest } from './readAction.js';
import type { Tools } from './tools.js';
import { keepRestorePoint } from './restorePoint.js';

/**
 * `link:…`: opens inside the app, which is gone until somebody comes back; only `window:` opens beside it
 * (reference/common-misconceptions, Actions).
 */
export function linkVerb({ app, navigator }: Tools, rest: string): boolean {
  const [first, afterFirst] = headAndRest(rest);
  const text = first === 'validate' ? afterFirst : rest;
  const [how, address] = headAndRest(text);
  const aside = how === 'window';
  const replace = how === 'replace';
  const url = aside || replace ? address : text;
  if (!url) return false;
  if (aside) {
    app.toast('info', `Opening ${url}`);
    window.open(url, '_blank');
    return true;
  }
  keepRestorePoint(navigator.restorePoint());
  if (replace) window.location.replace(url);
  else window.location.href = url;
  return true;
}
