import type { Link } from './action.js';
import { DEVICE_ID_PARAMETER, hasDeviceId, withDeviceId } from './withDeviceId.js';
import type { Json } from './json.js';
import { pageRequest, readPageRequest } from './pageRequest.js';
import { tagFreeText } from './tagFreeText.js';
import { queryFromItems } from './templateUses.js';
import { canonicalUrl, originOf, pageOf, resolveUrl, secureUrl } from './url.js';
import { walkDocument } from './walkDocument.js';
import type { Triggers } from './withTriggers.js';

/**
 * `links` tags links; `deep` also turns document links into requests to the plugin, so that nested documents
 * of a static host are tagged too; `off` only makes relative links absolute.
 */
export type TaggingMode = 'links' | 'deep' | 'off';

export interface TaggerOptions {
  /** The device ID, or null where the TV has none: links stay untagged. */
  deviceId: string | null;
  /** Whether a link of this origin (`http://host:8080`, as originOf gives it) may carry the ID. */
  mayTag: (origin: string) => boolean;
  /**
   * Beginnings of addresses that never may, such as `https://bucket.example/*`: an address with a signature must not
   * change. The star is optional, and http and https are one.
   */
  untagged?: readonly string[];
  /** The address of this page, as MSX loaded it: what requests to the plugin name. */
  pluginUrl: string;
  /** Where it really came from, if a redirect led there: the same page. */
  pageUrl?: string;
  mode: TaggingMode;
  /** Whether pictures in documents (`image`, `background`, `logo`) carry the ID as well. */
  tagImages: boolean;
  /** In `deep` mode: what items that are to be reported tell the plugin, in triggers. */
  triggers?: Triggers | null;
  /** What each link goes through first: it gets what is done with one otherwise, and is asked for anew for each document. */
  around?: ((map: MapLinkOf, pluginUrl: string) => MapLinkOf) | null;
}

/** What takes the place of a link. @param items of the template that it stands in */
type MapLinkOf = (link: Link, items: Json[]) => string;

/** Alone knows which link may carry the ID, and what it becomes. */
export interface Tagger {
  /** Whether a link may carry the ID: an absolute one, of an origin that is allowed. */
  mayCarry: (url: string) => boolean;
  /**
   * The link with the ID, where there is one and the link may carry it.
   * @param items those from which MSX fills placeholders in it
   */
  tagged: (url: string, items?: Json[]) => string;
  /** A new document with every link made absolute and tagged. @param documentUrl where it came from */
  tagDocument: (document: Json, documentUrl: string) => Json;
}

/** For one plugin and one TV. */
export function createTagger(options: TaggerOptions): Tagger {
  const { deviceId, pluginUrl, pageUrl = pluginUrl } = options;
  const isDeep = options.mode === 'deep';
  const encodedId = options.mode === 'off' || !deviceId ? null : encodeURIComponent(deviceId);
  const isSecure = /^https:/i.test(pluginUrl);

  const untagged = (options.untagged || []).map((entry) => spelledAlike(entry.split('*')[0]!));
  const mayCarry = (url: string): boolean => {
    const origin = originOf(url);
    return (
      origin !== null &&
      options.mayTag(origin) &&
      untagged.every((beginning) => spelledAlike(url).lastIndexOf(beginning, 0) < 0)
    );
  };
  const tagged = (url: string, items: Json[] = []): string => {
    if (encodedId === null || !mayCarry(url)) return url;
    const query = url.indexOf('{') < 0 || url.indexOf('?') >= 0 ? '' : queryFromItems(url, items);
    if (query === null) return url;
    return query ? `${url}&${DEVICE_ID_PARAMETER}=${encodedId}` : withDeviceId(url, encodedId);
  };
  /** For what MSX itself asks for, or loads as a plugin. */
  const secured = (url: string): string => {
    const secure = secureUrl(url, isSecure);
    return mayCarry(secure) ? secure : url;
  };

  const ownUrls = [pluginUrl, pageUrl].map(canonicalUrl);
  const ownPages = ownUrls.map(pageOf);
  const isOwnPage = (url: string): boolean => ownPages.indexOf(pageOf(canonicalUrl(url))) >= 0;
  /** A plugin: this one stays what MSX has loaded, since another spelling of it would make MSX load it again. */
  const mapPage = (url: string, mayTag: boolean, items: Json[]): string => {
    if (ownUrls.concat(ownPages).indexOf(canonicalUrl(url)) >= 0) return pluginUrl;
    return mayTag && !isOwnPage(url) ? tagged(url, items) : url;
  };
  /** Not for a plugin of someone else, who could read the ID. */
  const mapDataId = (text: string, page: string | null | undefined): string =>
    encodedId === null || (page && !isOwnPage(page) && !mayCarry(page)) || readPageRequest(text)
      ? text
      : tagFreeText(text, mayCarry, tagged);

  const mapUrl = ({ kind, user }: Link, url: string, items: Json[]): string => {
    switch (kind) {
      case 'leave':
        return url;
      case 'image':
        return options.tagImages ? tagged(url, items) : url;
      case 'media':
        return tagged(url, items);
    }
    const secure = secured(url);
    if (kind === 'page' || kind === 'plugin')
      return mapPage(secure, kind === 'page' || hasDeviceId(url), items);
    return isDeep && kind === 'document' && !user && mayCarry(secure)
      ? `request:interaction:${pageRequest(secure)}@${pluginUrl}`
      : tagged(secure, items);
  };

  const tagDocument = (document: Json, documentUrl: string): Json => {
    const absolute = absoluteIn(documentUrl);
    const mapLink: MapLinkOf = (link, items) =>
      link.kind === 'dataId' ? mapDataId(link.text, link.page) : mapUrl(link, absolute(link.text), items);
    return walkDocument(document, {
      mapLink: options.around ? options.around(mapLink, pluginUrl) : mapLink,
      isOwnPlayer: (url) => mayCarry(absolute(url)),
      triggers: (isDeep && options.triggers) || null,
    });
  };
  return { mayCarry, tagged, tagDocument };
}

/**
 * An address in one spelling: a browser takes a backslash for a slash and `%2e` for a dot, drops tabs and ends of lines,
 * and encodes spaces and what is not ASCII. Letters of two halves are left out, since half of one cannot be encoded. As
 * if by https, since MSX may ask by that.
 */
function spelledAlike(url: string): string {
  const plain = url
    .replace(/[\t\n\r\ud800-\udfff]/g, '')
    .replace(/\\/g, '/')
    .replace(/%2e/gi, '.');
  return secureUrl(encodeURI(canonicalUrl(plain)).replace(/%25/g, '%'), true);
}

/** Makes the links of a document absolute. */
function absoluteIn(documentUrl: string): (url: string) => string {
  // Most links are plain names beside the document.
  const folder = resolveUrl(documentUrl, '_').slice(0, -1);
  return (url) =>
    /^\w[^:]*$/.test(url) && !/\/\./.test(url)
      ? folder + url
      : // A word before a colon is a scheme or one of MSX's keywords; a brace may become anything.
        /^(?:[a-zA-Z][\w+.-]*:|[{\s])/.test(url)
        ? url
        : resolveUrl(documentUrl, url);
}
