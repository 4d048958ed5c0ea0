import { isFields, textOf } from './fields.js';

/** What MSX comes back to from a link: the last menu or page, with its focus (reference/glossary, Restore). */
export interface RestorePoint {
  kind: 'menu' | 'content';
  source: unknown;
  data: unknown;
  /** As it stands behind a source, e.g. `index:1>index:0`; `''` for the default. */
  focus: string;
  /** It is what the start parameter leads to, so that nothing lies before it. */
  first: boolean;
}

const KEY = 'msx-host:restore';

/** A browser may refuse storage; then MSX begins anew, as with `restore: false`. */
function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch (error) {
    console.warn('There is no way to come back to from a link:', error);
    return null;
  }
}

export function keepRestorePoint(point: RestorePoint | null): void {
  const store = storage();
  if (!store) return;
  if (point) store.setItem(KEY, JSON.stringify(point));
  else store.removeItem(KEY);
}

/** The point that was kept when a link was opened; it counts once. */
export function takeRestorePoint(): RestorePoint | null {
  const store = storage();
  const text = store?.getItem(KEY) ?? '';
  store?.removeItem(KEY);
  if (!text) return null;
  const kept: unknown = JSON.parse(text);
  if (!isFields(kept) || (kept.kind !== 'menu' && kept.kind !== 'content')) return null;
  return {
    kind: kept.kind,
    source: kept.source,
    data: kept.data ?? null,
    focus: textOf(kept.focus),
    first: kept.first === true,
  };
}
