const VERSION = /^\d{1,5}(?:\.\d{1,5}){1,3}$/;

/**
 * The version that MSX adds as `v` to each JSON document it loads by itself (MSX, Requests). What the plugin
 * loads for it has none.
 * @param value `v` of the query, decoded
 */
export function readMsxVersion(value: unknown): string | undefined {
  return typeof value === 'string' && VERSION.test(value) ? value : undefined;
}

/** From this version on MSX promises `interaction:commit:slider` (MSX, Internal Actions); before, it may warn of it. */
const SLIDER_COMMIT_SINCE = [0, 1, 160];

/**
 * Whether a picture may hand itself over when it is on screen.
 * @param version null = not known: a new one, then
 */
export function knowsSliderCommit(version: string | null): boolean {
  if (version === null) return true;
  const parts = version.split('.').map(Number);
  const at = SLIDER_COMMIT_SINCE.findIndex((part, i) => part !== (parts[i] ?? 0));
  return at < 0 || (parts[at] ?? 0) > SLIDER_COMMIT_SINCE[at]!;
}
