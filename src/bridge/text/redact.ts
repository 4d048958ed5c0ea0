/** What stands for a secret. */
const HIDDEN = '…';

/** `5432/db?`: what follows a host's colon where there is neither user nor password. */
const PORT_AND_QUERY = /^\d+(?:\/[^?#]*)?[?#]/;

/**
 * An address as people may see it: without its password and without its query, which may hold one as well.
 * `postgres://user:p#w?x@host/name?ssl=1` → `postgres://user:…@host/name?…`.
 *
 * People paste passwords as they are, so that no reader of URLs finds where they end: the last `@` does. Where
 * that may as well stand in a query, everything behind the first colon is hidden.
 */
export function redact(address: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][\w+.-]*:\/\/)?(.*)$/is.exec(address) ?? [];
  const [, user, password, place] = /^([^:@/?#]*):(.*)@(.*)$/s.exec(rest) ?? [];
  if (password === undefined) return scheme === '' ? address : scheme + withoutQuery(rest);
  if (scheme === '' && /^[\\/]/.test(password)) return address; // C:\folder
  if (PORT_AND_QUERY.test(password)) return `${scheme}${user}:${HIDDEN}`;
  return `${scheme}${user}:${HIDDEN}@${withoutQuery(place ?? '')}`;
}

const withoutQuery = (text: string): string => text.replace(/([?#]).*$/s, `$1${HIDDEN}`);

/** A sentence that quotes what was typed, as it is or in JSON, with the addresses in that as people may see them. */
export const redactIn = (sentence: string, typed: readonly (string | undefined)[]): string =>
  typed
    .flatMap((word) => (word ? [word, word.replace(/^--[\w-]+=/, '')] : []))
    .map((word) => [word, redact(word)] as const)
    .filter(([word, shown]) => word !== shown)
    .flatMap(([word, shown]) => [[word, shown] as const, [inJson(word), inJson(shown)] as const])
    .reduce((text, [word, shown]) => text.replaceAll(word, shown), sentence);

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
