// Gives every link to the owner's servers the TV's device ID. One pass, the input is not changed; what does
// not change is shared with the output. Where links stand: knowledge base, Menu Root Object, Content Root
// Object, Content Item Object, Live Object, Selection Object, Extended Properties.
import { mapAction, mapReference, readsData } from './action.js';
import type { Link, MapLink } from './action.js';
import { fromBase64, toBase64, toBase64Url } from './base64.js';
import { withDeviceId } from './deviceId.js';
import { originOf, pageOf, resolveUrl } from './url.js';
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
  /**
   * In `deep` mode: items with the property `if` and no `image:trigger` get this action as one. MSX runs it
   * when the picture is really on screen (Extended Properties).
   */
  visibleTrigger?: { if: string; action: string };
}

/** Before the base64url of a URL (or a URL with placeholders, as it is) in a request for a nested document. */
export const PAGE_REQUEST = 'page:';

const IMAGE_TRIGGER = 'image:trigger';
const CONTEXT = /^\{context:([^{}:|]+)(?:[:|][^{}]*)?\}$/;
const ACTION_PROPERTY = /(?:^|:)(?:action|trigger)(?::|$)/;
const hasOwn = (object: object, key: string) => Object.prototype.hasOwnProperty.call(object, key);

/** An item or template while it is walked. */
interface Scope {
  /** what its links are for that come from a property of the item: `content:{context:link}` → link: document */
  context: Record<string, Link>;
  hasContext: boolean;
}

/** What an item has from its template. */
interface Inherited {
  action?: Json | undefined;
  properties?: Json | undefined;
  context: Record<string, Link>;
  hasContext: boolean;
}

/**
 * A new document with every link made absolute and tagged.
 * @param document a menu, a content page, or either wrapped in a `response`
 */
export function tag(document: Json, options: TagOptions): Json {
  const { mayTag, pluginUrl, documentUrl, tagImages } = options;
  const encodedId = options.mode === 'off' || !options.deviceId ? null : encodeURIComponent(options.deviceId);
  const deep = options.mode === 'deep';
  const isPlugin = (url: string) =>
    pageOf(url) === pageOf(pluginUrl) || (!!options.pageUrl && pageOf(url) === pageOf(options.pageUrl));

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
  const tagged = (url: string) => (encodedId !== null && mayCarry(url) ? withDeviceId(url, encodedId) : url);
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

  let scope: Scope = { context: {}, hasContext: false };
  /** How many templates the walk is inside of. */
  let templates = 0;
  const note = (target: Scope, key: string, link: Link) => {
    target.context[key] = link;
    target.hasContext = true;
  };

  const mapLink: MapLink = (link) => {
    const placeholder = link.text.charAt(0) === '{' && CONTEXT.exec(link.text);
    if (placeholder) {
      note(scope, placeholder[1]!, link);
      return link.text;
    }
    return mapPlain(link);
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
    const url = absolute(link.text);
    switch (link.kind) {
      case 'leave':
        return url;
      case 'image':
        return tagImages ? tagged(url) : url;
      case 'document':
        return deep && !link.user && mayCarry(url) ? asRequest(url) : tagged(url);
      case 'page':
        // This page stays what MSX has loaded: another spelling of it would make MSX load it again.
        if (isPlugin(url)) return url.indexOf('?') < 0 || url === options.pageUrl ? pluginUrl : url;
        return tagged(url);
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
    scope = { context: {}, hasContext: false };
    const next = walk(inner, 'root');
    scope = outer;
    return next === inner ? base64 : toBase64(JSON.stringify(next));
  };

  /** URLs in the free text of a request; not those for a plugin of someone else, who could read the ID. */
  const mapDataId = ({ text, page }: Link) => {
    const foreign = page && !isPlugin(page) && !mayCarry(page);
    if (encodedId === null || foreign || text.lastIndexOf(PAGE_REQUEST, 0) === 0) return text;
    return text.replace(/https?:\/\/(?:(?!\{pipe\})[^\s|>"'<])*/gi, tagged);
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

  /** A node whose `{context:…}` placeholders stand for its own properties. */
  const walkItem = (node: Json, role: Role, inherited: Inherited): Json => {
    if (!isObject(node)) return node;
    const outer = scope;
    scope = { context: {}, hasContext: false };
    let next = walk(node, role, inherited) as JsonObject;
    if (inherited.hasContext) next = mapContext(next, node, inherited.context);
    if (scope.hasContext) {
      next = mapContext(next, node, scope.context);
      // In a document inside a template's `data`, the placeholders stand for properties of the template's items.
      if (templates > 0) for (const key in scope.context) note(outer, key, scope.context[key]!);
    }
    scope = outer;
    return next;
  };

  const mapContext = (next: JsonObject, node: JsonObject, context: Record<string, Link>): JsonObject => {
    for (const key in context) {
      const value = hasOwn(node, key) ? node[key] : undefined;
      if (typeof value !== 'string') continue;
      const text = mapFromItem(value, context[key]!);
      if (text !== next[key]) {
        if (next === node) next = shallowCopy(node);
        next[key] = text;
      }
    }
    return next;
  };

  /** The item's text stands in the middle of the template's action, so it may bring modifiers and focus. */
  const mapFromItem = (text: string, { kind, user }: Link): string =>
    kind === 'action' || kind === 'inline' || kind === 'dataId'
      ? mapLink({ kind, text })
      : mapReference(text, kind, (link) => {
          if (user) link.user = true;
          return mapLink(link);
        });

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
      scope = { context: {}, hasContext: false };
      templates++;
      let walked = walk(node.template, 'node') as JsonObject;
      templates--;
      // What a template takes from the item it may also have itself, for the items that do not.
      if (scope.hasContext) walked = mapContext(walked, node.template, scope.context);
      template = {
        action: node.template.action,
        properties: walked.properties,
        context: scope.context,
        hasContext: scope.hasContext,
      };
      scope = outer;
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
    if (role === 'item' && deep && options.visibleTrigger)
      copy = withTrigger(copy, node, inherited, options.visibleTrigger);
    return copy ?? node;
  };

  return walk(document, 'root');
}

/** Where a node stands, for the keys that mean something only there. */
type Role = 'root' | 'response' | 'menu' | 'node' | 'item' | 'live' | 'data';

const NOTHING_INHERITED: Inherited = { context: {}, hasContext: false };

function withTrigger(
  copy: JsonObject | null,
  node: JsonObject,
  inherited: Inherited | undefined,
  trigger: { if: string; action: string },
): JsonObject | null {
  const own = (copy ?? node).properties;
  const properties = isObject(own) ? own : inherited?.properties;
  if (
    !isObject(properties) ||
    properties[trigger.if] === undefined ||
    properties[IMAGE_TRIGGER] !== undefined
  )
    return copy;
  const next = copy ?? shallowCopy(node);
  next.properties = shallowCopy(properties);
  next.properties[IMAGE_TRIGGER] = trigger.action;
  return next;
}

function shallowCopy(object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key in object) if (hasOwn(object, key)) copy[key] = object[key]!;
  return copy;
}
