/** MSX's launch setting `secure` (special/url-parameters): what goes from `http://` to `https://`, and when. */
export type SecureMode = 0 | 1 | 2 | 3 | 4;

export function secureModeOf(text: string | undefined): SecureMode {
  const mode = Number(text);
  return mode === 1 || mode === 2 || mode === 3 || mode === 4 ? mode : 0;
}

/** Documents and plugins, or pictures, sounds and films. */
export type AddressKind = 'document' | 'media';

/** The address as MSX asks for it; host and port stay. `secure` says that the app itself came by https. */
export function secureAddress(url: string, kind: AddressKind, secure: boolean, mode: SecureMode): string {
  const always = kind === 'document' ? mode === 2 || mode === 4 : mode === 3 || mode === 4;
  const inSecureContext = kind === 'document' || mode === 1;
  return always || (secure && inSecureContext) ? url.replace(/^http:\/\//i, 'https://') : url;
}

/** Whether MSX can ask for it: on a TV an address without a host leads into the app itself. */
export function isAbsolute(url: string): boolean {
  return /^https?:\/\/[^/]/i.test(url);
}
