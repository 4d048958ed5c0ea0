/** What MSX puts in for `{PLATFORM}` and the like in the URL of a document (MSX 0.1.128+, msx.md). */
export type UrlValues = Record<string, string>;

const PLACEHOLDERS = ['HOST', 'SECURE', 'CLIENT', 'PLATFORM', 'ID', 'PLAYER', 'LANGUAGE', 'WIDTH', 'HEIGHT'];

/** The URL with its placeholders filled in, percent-encoded. Braces that MSX does not know stay. */
export function fillIn(url: string, values: UrlValues): string {
  return url.replace(/\{([A-Z]+)\}/g, (whole, name: string) =>
    PLACEHOLDERS.indexOf(name) >= 0 ? encodeURIComponent(values[name] ?? '') : whole,
  );
}

/**
 * The URL as MSX requests it: placeholders filled in, then `v` (the MSX version) and `t` (ms since 1970).
 * It is not resolved against the document it stands in: MSX takes it as relative to the app.
 */
export function documentUrl(url: string, values: UrlValues, version: string, nowMs: number): string {
  const filled = fillIn(url, values);
  const hash = filled.indexOf('#');
  const address = hash < 0 ? filled : filled.slice(0, hash);
  return `${address}${address.indexOf('?') < 0 ? '?' : '&'}v=${encodeURIComponent(version)}&t=${nowMs}`;
}
