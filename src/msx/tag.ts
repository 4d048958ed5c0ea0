// Gives every link to the owner's servers the TV's device ID. One pass, the input is not changed; what does
// not change is shared with the output. Where links stand: knowledge base, Menu Root Object, Content Root
// Object, Content Item Object, Live Object, Selection Object, Extended Properties.
import { actionParts, mapAction, mapReference, readsData } from './action.js';
import type { Link, MapLink } from './action.js';
import { fromBase64, toBase64, toBase64Url } from './base64.js';
import { DEVICE_ID_PARAMETER, hasDeviceId, withDeviceId } from './deviceId.js';
import { canonicalUrl, originOf, pageOf, resolveUrl, secureUrl } from './url.js';
import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';

/**
 * `links` tags links; `deep` also turns document links into requests to the plugin, so that nested documents
 * of a static host are tagged too; `off` only makes relative links absolute.
 */
export type TaggingMode = 'links' | 'deep' | 'off';

export interface TagOptions {
  /** The device ID, or null where the TV has none: links stay untagged. */
  deviceId: string | null;
  /** Whether a link of this origin (`http://host:8080`, as originOf gives it) may carry the ID. */
  mayTag: (origin: string) => boolean;
  /** The address of this page, as MSX loaded it: what requests to the plugin name. */
  pluginUrl: string;
  /** Where it really came from, if a redirect led there: the same page. */
  pageUrl?: string;
  /** Where the document came from: relative links are relative to it. */
  documentUrl: string;
  mode: TaggingMode;
  /** Whether pictures in documents (`image`, `background`, `logo`) carry the ID as well. */
  tagImages: boolean;
  /** In `deep` mode: what items that are to be reported tell the plugin, in triggers. */
  triggers?: Triggers | null;
}

export interface Triggers {
  /** Only where the item, or its template, has this property. */
  if: string;
  /** Run when a picture is really on screen (`image:trigger`). */
  slide: string;
  /** Run when a video or sound has started (`trigger:start`). */
  track: string;
}

/** Before the base64url of a URL (or a URL with placeholders, as it is) in a request for a nested document. */
export const PAGE_REQUEST = 'page:';

const CONTEXT = /^\{context:([^{}:|]+)(?:[:|][^{}]*)?\}$/;
const ANY_CONTEXT = /\{context:([^{}:|]+)/g;
const ACTION_PROPERTY = /(?:^|:)(?:action|trigger)(?::|$)/;
const hasOwn = (object: object, key: string) => Object.prototype.hasOwnProperty.call(object, key);

/** What a template takes from its items: by ':' and the property's name, since `__proto__` is a name as well. */
type Uses = Record<string, Link[]>;

/** The template whose placeholders are being looked at. */
interface Scope {
  uses: Uses;
  items: Json[];
}

/** What an item has from its template. */
interface Inherited {
  action?: Json | undefined;
  /** Of the links that come from properties of the item, those that are used for nothing else. */
  uses: Uses;
}

/**
 * A new document with every link made absolute and tagged.
 * @param document a menu, a content page, or either wrapped in a `response`
 */
export function tag(document: Json, options: TagOptions): Json {
  const { mayTag, pluginUrl, documentUrl, tagImages } = options;
  const encodedId = options.mode === 'off' || !options.deviceId ? null : encodeURIComponent(options.deviceId);
  const deep = options.mode === 'deep';
  const triggers = deep && options.triggers;
  const plugins = [canonicalUrl(pluginUrl), canonicalUrl(options.pageUrl ?? pluginUrl)];
  const pluginPages = plugins.map(pageOf);
  const isPlugin = (url: string) => pluginPages.indexOf(pageOf(canonicalUrl(url))) >= 0;
  const isSecure = originOf(pluginUrl)?.charAt(4) === 's';

  const mayTagUrl = (url: string) => {
    const origin = originOf(url);
    return origin !== null && mayTag(origin);
  };
  // Most links are plain names beside the document: what is the same for all of them is worked out once.
  const folder = resolveUrl(documentUrl, '_').slice(0, -1);
  const host = folder.slice(0, folder.indexOf('/', 8) + 1);
  const hostMayCarry = host !== '' && mayTagUrl(host);
  const mayCarry = (url: string) =>
    host !== '' && url.lastIndexOf(host, 0) === 0 ? hostMayCarry : mayTagUrl(url);
  const tagged = (url: string) => {
    if (encodedId === null || !mayCarry(url)) return url;
    const query = url.indexOf('{context:') < 0 || url.indexOf('?') >= 0 ? '' : queryFromItems(url);
    return query === null
      ? url
      : query
        ? `${url}&${DEVICE_ID_PARAMETER}=${encodedId}`
        : withDeviceId(url, encodedId);
  };
  /** Asked for by MSX itself, or loaded as a plugin. */
  const secured = (url: string) => {
    const secure = secureUrl(url, isSecure);
    return secure !== url && mayCarry(secure) ? secure : url;
  };
  const absolute = (url: string) =>
    // A word before a colon is a scheme or one of MSX's keywords; a brace may become anything.
    /^(?:[a-zA-Z][\w+.-]*:|[{\s])/.test(url)
      ? url
      : /^\w/.test(url) && url.indexOf('/.') < 0
        ? folder + url
        : resolveUrl(documentUrl, url);

  /** A document of an allowed origin as a request to this plugin. */
  const asRequest = (url: string) =>
    `request:interaction:${PAGE_REQUEST}${url.indexOf('{') < 0 ? toBase64Url(url) : url}@${pluginUrl}`;

  /** null outside of templates, where MSX fills nothing in. */
  let scope: Scope | null = null;

  const mapLink: MapLink = (link) => {
    const placeholder = scope && link.text.charAt(0) === '{' && CONTEXT.exec(link.text);
    if (placeholder) {
      const key = ':' + placeholder[1]!;
      (scope!.uses[key] ??= []).push(link);
      return link.text;
    }
    return mapPlain(link);
  };

  /**
   * Whether placeholders in an address bring its query along, as `a.mp4?index=1` does: '?' or ''; null where that is
   * so for some items only, or cannot be told.
   */
  const queryFromItems = (url: string): string | null => {
    let found: string | null = '';
    url.replace(ANY_CONTEXT, (_all, key: string) => {
      const values = (scope?.items ?? [])
        .map((item) => (isObject(item) ? item[key] : undefined))
        .filter((value) => typeof value === 'string');
      const withQuery = values.filter((value) => value.indexOf('?') >= 0).length;
      if (values.some((value) => value.indexOf('#') >= 0) || (withQuery && withQuery < values.length))
        found = null;
      else if (withQuery && found !== null) found = '?';
      return '';
    });
    return found;
  };

  const mapPlain: MapLink = (link) => {
    switch (link.kind) {
      case 'action':
        return link.text.charAt(0) === '{' ? link.text : mapAction(link.text, mapLink);
      case 'inline':
        return mapInline(link.text);
      case 'dataId':
        return mapDataId(link);
    }
    let url = absolute(link.text);
    switch (link.kind) {
      case 'leave':
        return url;
      case 'image':
        return tagImages ? tagged(url) : url;
      case 'document':
        url = secured(url);
        return deep && !link.user && mayCarry(url) ? asRequest(url) : tagged(url);
      case 'service':
        return tagged(secured(url));
      case 'page':
      case 'plugin': {
        const page = secured(url);
        const canonical = canonicalUrl(page);
        // This page stays what MSX has loaded: another spelling of it would make MSX load it again.
        if (plugins.concat(pluginPages).indexOf(canonical) >= 0) return pluginUrl;
        return !isPlugin(page) && (link.kind === 'page' || hasDeviceId(url)) ? tagged(page) : page;
      }
      default:
        return tagged(url);
    }
  };

  const mapInline = (base64: string) => {
    let inner: Json;
    try {
      inner = JSON.parse(fromBase64(base64)) as Json;
    } catch {
      return base64; // not a document: MSX will say so itself
    }
    const outer = scope;
    scope = null;
    const next = walk(inner, 'root');
    scope = outer;
    return next === inner ? base64 : toBase64(JSON.stringify(next));
  };

  /**
   * URLs in the free text of a request; not those for a plugin of someone else, who could read the ID, nor where the
   * text names an address of somebody else that might be taken for one of its own.
   */
  const mapDataId = ({ text, page }: Link) => {
    const foreign = page && !isPlugin(page) && !mayCarry(page);
    if (encodedId === null || foreign || text.lastIndexOf(PAGE_REQUEST, 0) === 0) return text;
    return namesOthers(text) ? text : text.replace(ADDRESS_IN_TEXT, tagged);
  };
  const namesOthers = (text: string): boolean => {
    const rest = text.replace(ADDRESS_IN_TEXT, (run) =>
      // One's own link may carry an encoded address of somebody else in its query.
      mayCarry(run) ? run.replace(/\?.*/, (query) => query.replace(/https?%3a/gi, '')) : run,
    );
    const heads = rest.match(/https?(?::|%3a)(?:\/|%2f){2}[^/?#%,;$&|\s]*(?::\d+)?/gi) ?? [];
    return (
      heads.length > 1 && heads.some((head) => !mayCarry(head.replace(/%3a/i, ':').replace(/%2f/gi, '/')))
    );
  };

  const mapImage = (text: string): string =>
    text.lastIndexOf('resolve:', 0) === 0
      ? 'resolve:' + mapReference(text.slice(8), 'service', mapLink)
      : mapReference(text, 'image', mapLink);

  const mapProperties = (properties: JsonObject): JsonObject => {
    let copy: JsonObject | null = null;
    for (const key in properties) {
      const value = properties[key];
      if (typeof value !== 'string' || !hasOwn(properties, key)) continue;
      let next = value;
      if (key === 'info:image') next = mapImage(value);
      else if (ACTION_PROPERTY.test(key)) next = mapAction(value, mapLink);
      // A plugin's own property: an action where it holds a whole URL, else any text.
      else if (value.indexOf('://') >= 0 || value.indexOf('{context:') >= 0)
        next = mapAction(value, (link) =>
          /^(?:https?:|\{)/i.test(link.text) || link.kind === 'dataId' ? mapLink(link) : link.text,
        );
      if (next !== value) (copy ??= shallowCopy(properties))[key] = next;
    }
    return copy ?? properties;
  };

  const mapString = (key: string, value: string, role: Role): string => {
    switch (key) {
      case 'action':
        return mapAction(value, mapLink);
      case 'image':
      case 'background':
      case 'logo':
        return mapImage(value);
      case 'reference':
        return mapReference(value, 'document', mapLink);
      case 'dictionary':
        return mapReference(value, 'service', mapLink);
      case 'data':
        return role === 'menu' ? mapReference(value, 'document', mapLink) : value;
      case 'parameter':
        return role === 'data' ? mapAction(value, mapLink) : value;
    }
    return value;
  };

  const walkList = (list: Json[], role: Role, inherited?: Inherited): Json[] => {
    let copy: Json[] | null = null;
    for (let i = 0; i < list.length; i++) {
      const entry = list[i]!;
      const next = inherited ? walkItem(entry, role, inherited) : walk(entry, role);
      if (next !== entry) (copy ??= list.slice())[i] = next;
    }
    return copy ?? list;
  };

  const walkItem = (node: Json, role: Role, inherited: Inherited): Json =>
    isObject(node) ? mapContext(walk(node, role, inherited) as JsonObject, node, inherited.uses) : node;

  /** Gives an item's own texts the ID where all that the template uses them for may have it, in the same form. */
  const mapContext = (next: JsonObject, node: JsonObject, uses: Uses): JsonObject => {
    for (const name in uses) {
      const key = name.slice(1);
      const value = hasOwn(node, key) ? node[key] : undefined;
      if (typeof value !== 'string') continue;
      const texts = uses[name]!.map((link) => mapFromItem(value, link));
      // MSX may read the text itself as well.
      if (next[key] !== value && texts.length) texts.push(next[key] as string);
      const text = texts.length && texts.every((one) => one === texts[0]) ? texts[0]! : value;
      if (text !== next[key]) {
        if (next === node) next = shallowCopy(node);
        put(next, key, text);
      }
    }
    return next;
  };

  /** The item's text stands in the middle of the template's action, so it may bring modifiers and focus. */
  const mapFromItem = (text: string, { kind, user, page = null }: Link): string =>
    kind === 'action' || kind === 'inline' || kind === 'dataId'
      ? mapLink({ kind, text, page })
      : mapReference(text, kind, (link) => {
          if (user) link.user = true;
          return mapLink(link);
        });

  /** Leaves nothing of a property that is also used where a link cannot be told from another text. */
  const onlyLinks = (uses: Uses, node: JsonObject): void => {
    const counts: Record<string, number> = {};
    JSON.stringify(node).replace(ANY_CONTEXT, (all, name: string) => {
      counts[':' + name] = (counts[':' + name] ?? 0) + 1;
      return all;
    });
    for (const name in counts) if ((uses[name] ?? []).length < counts[name]!) uses[name] = [];
  };

  const walkObject = (
    key: string,
    value: JsonObject,
    node: JsonObject,
    role: Role,
    inherited?: Inherited,
  ): Json => {
    switch (key) {
      case 'properties':
        return mapProperties(value);
      case 'data': {
        if (role === 'response' || role === 'menu') return walk(value, 'root');
        const action = node.action ?? inherited?.action;
        return typeof action === 'string' && readsData(action) ? walk(value, 'data') : value;
      }
      case 'response':
        return walk(value, 'response');
      case 'header':
      case 'footer':
      case 'overlay':
      case 'underlay':
      case 'options':
      case 'selection':
      case 'ready':
        return walk(value, 'node');
      case 'live':
        return walk(value, 'live');
    }
    return role === 'live' ? walk(value, 'live') : value;
  };

  const walk = (node: Json, role: Role, inherited?: Inherited): Json => {
    if (!isObject(node)) return node;
    let copy: JsonObject | null = null;
    let template: Inherited | undefined;
    if (isObject(node.template)) {
      const outer = scope;
      const uses: Uses = {};
      scope = { uses, items: Array.isArray(node.items) ? node.items : [] };
      let walked = walk(node.template, 'node') as JsonObject;
      scope = outer;
      onlyLinks(uses, node.template);
      // What a template takes from the item it may also have itself, for the items that do not.
      walked = mapContext(walked, node.template, uses);
      if (triggers) walked = withTriggers(walked, node.template.action, triggers);
      template = { action: node.template.action, uses };
      if (walked !== node.template) (copy ??= shallowCopy(node)).template = walked;
    }
    for (const key in node) {
      const value = node[key];
      if (!value || typeof value === 'number' || value === true || !hasOwn(node, key)) continue;
      let next: Json = value;
      if (typeof value === 'string') next = mapString(key, value, role);
      else if (Array.isArray(value)) {
        if (key === 'items') next = walkList(value, 'item', template ?? NOTHING_INHERITED);
        else if (key === 'menu') next = walkList(value, 'menu');
        else if (key === 'pages' || key === 'inserts') next = walkList(value, 'node');
        else if (key === 'actions' && role === 'data') next = walkList(value, 'item', NOTHING_INHERITED);
        else if (role === 'live') next = walkList(value, 'live');
      } else if (key !== 'template') next = walkObject(key, value, node, role, inherited);
      if (next !== value) (copy ??= shallowCopy(node))[key] = next;
    }
    const next = copy ?? node;
    // An item's own properties take the place of its template's, they are not merged.
    return role === 'item' && triggers
      ? withTriggers(next, node.action ?? inherited?.action, triggers)
      : next;
  };

  return walk(document, 'root');
}

/** Where a node stands, for the keys that mean something only there. */
type Role = 'root' | 'response' | 'menu' | 'node' | 'item' | 'live' | 'data';

const NOTHING_INHERITED: Inherited = { uses: {} };

/** An address in free text: up to what cannot be part of one. */
const ADDRESS_IN_TEXT = /https?:\/\/(?:(?!\{pipe\})[^\s|>"'<])*/gi;

/** What ours does as well: by hand, or by a server for a plugin that it knows. */
const HANDS_OVER = /^(?:interaction:commit:(?:slider|video)$|execute:.*interaction:(?:slide|track)(?:@|$))/;

/**
 * @param action of the item; where it is not known, or a placeholder, either kind of trigger may be needed
 */
function withTriggers(
  node: JsonObject,
  action: Json | undefined,
  { if: key, slide, track }: Triggers,
): JsonObject {
  const { properties } = node;
  if (!isObject(properties) || !hasOwn(properties, key)) return node;
  const next = shallowCopy(properties);
  const add = (kinds: RegExp, name: string, trigger: string): void => {
    if (typeof action === 'string' && action.charAt(0) !== '{' && !kinds.test(action)) return;
    const own = properties[name];
    const parts = typeof own === 'string' && own ? actionParts(own) : [];
    const others = parts.filter((part) => part !== trigger && !HANDS_OVER.test(part));
    next[name] = others.length ? `[${others.concat(trigger).join('|')}]` : trigger;
  };
  add(/(?:^|[[|])image:/, 'image:trigger', slide);
  add(/(?:^|[[|])(?:video|audio):/, 'trigger:start', track);
  const copy = shallowCopy(node);
  copy.properties = next;
  return copy;
}

function shallowCopy(object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key in object) if (hasOwn(object, key)) put(copy, key, object[key]!);
  return copy;
}

/** Sets a property of any name: `__proto__` is one in JSON. */
function put(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
