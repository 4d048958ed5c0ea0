// Text in base64, as MSX uses it in `content:json:…` (UTF-8, standard alphabet), and base64url (RFC 4648, 5)
// for URLs inside request actions. `atob` and `btoa` are in every engine and in Node.

/* eslint-disable @typescript-eslint/no-deprecated -- escape and unescape are how an engine without TextEncoder turns UTF-8 into bytes */

/** @throws where `text` contains half a surrogate pair */
export function toBase64(text: string): string {
  return btoa(unescape(encodeURIComponent(text)));
}

/** Takes both alphabets, with or without padding. @throws where it is not base64 or not UTF-8 */
export function fromBase64(base64: string): string {
  return decodeURIComponent(escape(atob(base64.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''))));
}

export function toBase64Url(text: string): string {
  return toBase64(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
