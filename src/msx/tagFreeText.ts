/** An address in free text: up to what cannot be part of one. */
const ADDRESS = /https?:\/\/(?:(?!\{pipe\})[^\s|>"'<])*/gi;

/** The beginning of one, encoded or not. */
const HEAD = /https?(?::|%3a)(?:\/|%2f){2}[^/?#%,;$&|\s]*(?::\d+)?/gi;

/** Whether the text names an address of somebody else that might be taken for one of its own. */
function namesOthers(text: string, mayCarry: (url: string) => boolean): boolean {
  const rest = text.replace(ADDRESS, (url) =>
    // One's own link may carry an encoded address of somebody else in its query.
    mayCarry(url) ? url.replace(/\?.*/, (query) => query.replace(/https?%3a/gi, '')) : url,
  );
  const heads = rest.match(HEAD) ?? [];
  return heads.length > 1 && heads.some((head) => !mayCarry(head.replace(/%3a/i, ':').replace(/%2f/gi, '/')));
}

/** The text of a request to a plugin with its addresses tagged; as it is where another's might be taken for one. */
export const tagFreeText = (
  text: string,
  mayCarry: (url: string) => boolean,
  tagged: (url: string) => string,
): string => (namesOthers(text, mayCarry) ? text : text.replace(ADDRESS, (url) => tagged(url)));
