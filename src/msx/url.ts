// URLs as text. MSX replaces `{PLATFORM}`, `{INPUT}`, `{context:…}` inside them, and a URL class would
// percent-encode the braces; besides, the oldest engines have none.

/** The parts of a URL reference (RFC 3986, appendix B), each with its delimiter. */
const PARTS = /^([a-zA-Z][a-zA-Z0-9+.-]*:)?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/;

const HTTP = /^(https?):\/\/([^/?#]*)/i;

/**
 * What may stand for a host. Anything that browsers and media players could read in two ways (a backslash,
 * a tab, a second `@`, a percent sign, a letter beyond ASCII) is left out: such a link has no origin. An
 * IPv6 address has many spellings too; here it is what is written.
 */
const AUTHORITY = /^(?:[\w.~!$&'()*+,;=:%-]*@)?(\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::(\d{0,6}))?$/i;

const DEFAULT_PORTS: Record<string, number> = { http: 80, https: 443 };
const LARGEST_PORT = 65_535;

function originOfAuthority(scheme: string, authority: string): string | null {
  const match = AUTHORITY.exec(authority);
  if (!match) return null;
  const host = match[1]!.toLowerCase();
  const port = match[2] ? +match[2] : DEFAULT_PORTS[scheme]!;
  if (port > LARGEST_PORT) return null;
  return `${scheme}://${host}${port === DEFAULT_PORTS[scheme] ? '' : `:${port}`}`;
}

/** Documents repeat one origin thousands of times: what its links begin with, and what it is. */
let lastStart = '';
let lastOrigin: string | null = null;

/**
 * The origin of an absolute `http:` or `https:` URL as a browser writes it: `HTTP://Host:80/x` →
 * `http://host`. Null for everything else, for placeholders in the host, and for what is ambiguous.
 * @example originOf('http://Host.test:80/a') // 'http://host.test'
 */
export function originOf(url: string): string | null {
  if (lastStart && url.lastIndexOf(lastStart, 0) === 0) return lastOrigin;
  const match = HTTP.exec(url);
  if (!match) return null;
  lastStart = `${match[0]}/`;
  return (lastOrigin = originOfAuthority(match[1]!.toLowerCase(), match[2]!));
}

/** RFC 3986, 5.2.4. */
function removeDotSegments(path: string): string {
  if (path.indexOf('/.') < 0) return path;
  const output: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === '..') {
      if (output.length > 1) output.pop();
      if (last) output.push('');
    } else if (segment === '.') {
      if (last) output.push('');
    } else output.push(segment);
  });
  return output.join('/');
}

/**
 * A relative reference made absolute against `base` (RFC 3986, 5.2), as text: placeholders in braces stay.
 * An absolute URL comes back as it is.
 * @example resolveUrl('http://host.test/tv/menu.json', '../a.json') // 'http://host.test/a.json'
 */
export function resolveUrl(base: string, reference: string): string {
  const to = PARTS.exec(reference);
  const from = PARTS.exec(base);
  if (!to || !from || to[1]) return reference;
  const scheme = from[1] || '';
  const query = to[4] || '';
  const fragment = to[5] || '';
  if (to[2]) return scheme + reference;
  const root = scheme + (from[2] || '');
  const path = to[3]!;
  if (!path) return root + from[3]! + (query || from[4] || '') + fragment;
  const merged = path.charAt(0) === '/' ? path : from[3]!.slice(0, from[3]!.lastIndexOf('/') + 1) + path;
  return root + removeDotSegments(merged.charAt(0) === '/' ? merged : '/' + merged) + query + fragment;
}

/** The URL without query and fragment: what names a page. */
export function pageOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

/**
 * Page and query in one spelling, to compare: `HTTP://Host:80/tv/./a.html#x` → `http://host/tv/a.html`. What has no
 * origin comes back as it is.
 */
export function canonicalUrl(url: string): string {
  const origin = originOf(url);
  const parts = PARTS.exec(url);
  return origin === null || !parts ? url : origin + removeDotSegments(parts[3] || '/') + (parts[4] || '');
}

/** The URL, which has no fragment, with one more `name=value` in its query. */
export const withQuery = (url: string, parameter: string): string =>
  `${url}${url.indexOf('?') < 0 ? '?' : '&'}${parameter}`;

/** In a secure context MSX asks for documents and plugins by https, on the same host and port. */
export const secureUrl = (url: string, isSecure: boolean): string =>
  isSecure ? url.replace(/^http:/i, 'https:') : url;
