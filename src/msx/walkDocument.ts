// One pass over a document, for each link in it. The input is not changed; what does not change is shared with the
// output. Where links stand: knowledge base, Menu Root Object, Content Root Object, Content Item Object, Live Object,
// Selection Object, Extended Properties.
import { actionParts, mapAction, mapImage, mapReference, readsData } from './action.js';
import type { Link, MapLink } from './action.js';
import { fromBase64, toBase64 } from './base64.js';
import { isObject, mapList, mapValues, withProperty } from './json.js';
import type { Json, JsonObject } from './json.js';
import { keepOnlyLinks, mapUses, noteUse } from './templateUses.js';
import type { Template, TemplateUses } from './templateUses.js';
import { withTriggers } from './withTriggers.js';
import type { Triggers } from './withTriggers.js';

/** What a walk is for. */
interface Visitor {
  /**
   * What takes the place of an address, or of the free text of a request.
   * @param items of the template that it stands in; none elsewhere, where MSX fills nothing in
   */
  mapLink: (link: Link, items: Json[]) => string;
  /** Whether the player page at this address may know the ID. */
  isOwnPlayer: (url: string) => boolean;
  triggers: Triggers | null;
}

interface Walk {
  visitor: Visitor;
  map: MapLink;
}

/** Where a node stands, for the keys that mean something only there. */
type Role = 'root' | 'response' | 'menu' | 'node' | 'template' | 'item' | 'live' | 'data';

/** What an item has from its template. */
interface Inherited {
  action?: Json | undefined;
  uses: TemplateUses;
}

const NOTHING: Inherited = { uses: {} };

const ACTION_PROPERTY = /(?:^|:)(?:action|trigger)(?::|$)/;
/** Subtitles, of MSX's own player on Samsung, and of whichever page plays. */
const SUBTITLES = /^(?:tizen:subtitle:url$|html5x:subtitle:)/;
const PLAYER_PAGE = /(?:video|audio):(?:auto:)?plugin:\s*([^|\]>]*)/;
/** What MSX reads from data that is freight otherwise: of which action, its name, and before what it could stand. */
const READ_FROM_DATA: [RegExp, string, string][] = [
  [/^execute:(?:service:)?response:/, 'requestAction', 'execute:'],
  [/^player:button:.*:setup$/, 'action', ''],
  [/^system:(?:tvx|tizen):launch/, 'uri', 'video:'],
];

/** @param document a menu, a content page, or either wrapped in a `response` */
export const walkDocument = (document: Json, visitor: Visitor): Json =>
  walk(walkWithin(visitor, null), document, 'root');

/** @param template null outside of templates */
function walkWithin(visitor: Visitor, template: Template | null): Walk {
  const map: MapLink = (link) => {
    const { kind, text } = link;
    const isOpen = text.charAt(0) === '{';
    if (isOpen && ((template && noteUse(template, link)) || kind === 'action')) return text;
    if (kind === 'action') return mapAction(text, map);
    return kind === 'inline'
      ? mapInline(text, visitor)
      : visitor.mapLink(link, template ? template.items : []);
  };
  return { visitor, map };
}

function mapInline(base64: string, visitor: Visitor): string {
  let inner: Json;
  try {
    inner = JSON.parse(fromBase64(base64)) as Json;
  } catch {
    return base64; // not a document: MSX will say so itself
  }
  const next = walkDocument(inner, visitor);
  return next === inner ? base64 : toBase64(JSON.stringify(next));
}

function walk(here: Walk, node: Json, role: Role, inherited = NOTHING): Json {
  if (!isObject(node)) return node;
  const action = node.action ?? inherited.action;
  const template = walkTemplate(here, node);
  const ofItems = template ? template.inherited : NOTHING;
  const next = mapValues(node, (value, key) => {
    if (key === 'template') return template ? template.next : value;
    if (typeof value === 'string')
      return key === 'image' && action === 'image:context'
        ? mapReference(value, 'media', here.map) // what the action opens
        : mapText(here, key, value, role);
    return Array.isArray(value)
      ? walkList(here, key, value, role, ofItems)
      : walkObject(here, key, value as JsonObject, role, action);
  });
  return inherited === NOTHING ? next : mapUses(next, node, inherited.uses, here.map);
}

/** The node's template, and what its items have from it. */
function walkTemplate(here: Walk, node: JsonObject): { next: JsonObject; inherited: Inherited } | null {
  const { template, items } = node;
  if (!isObject(template)) return null;
  const uses: TemplateUses = {};
  const inside = walkWithin(here.visitor, { uses, items: Array.isArray(items) ? items : [] });
  const walked = walk(inside, template, 'template') as JsonObject;
  keepOnlyLinks(uses, template);
  // What a template takes from the item it may also have itself, for the items that do not.
  const next = mapUses(walked, template, uses, here.map);
  return { next, inherited: { action: template.action, uses } };
}

function walkList(here: Walk, key: string, list: Json[], role: Role, ofItems: Inherited): Json[] {
  const each = (inside: Role, inherited?: Inherited) =>
    mapList(list, (entry) => walk(here, entry, inside, inherited));
  if (key === 'items') return each('item', ofItems);
  if (key === 'menu') return each('menu');
  if (key === 'pages' || key === 'inserts') return each('node');
  if (key === 'actions' && role === 'data') return each('item');
  return role === 'live' ? each('live') : list;
}

function walkObject(here: Walk, key: string, value: JsonObject, role: Role, action: Json | undefined): Json {
  switch (key) {
    case 'properties': {
      const mapped = mapProperties(here, value, action);
      const { triggers } = here.visitor;
      // An item's own take the place of its template's, they are not merged.
      return triggers && (role === 'item' || role === 'template')
        ? withTriggers(mapped, action, triggers)
        : mapped;
    }
    case 'data':
      if (role === 'response' || role === 'menu') return walk(here, value, 'root');
      if (typeof action !== 'string') return value;
      return readsData(action) ? walk(here, value, 'data') : mapData(here, value, action);
    case 'response':
    case 'live':
      return walk(here, value, key);
    case 'header':
    case 'footer':
    case 'overlay':
    case 'underlay':
    case 'options':
    case 'selection':
    case 'ready':
      return walk(here, value, 'node');
  }
  return role === 'live' ? walk(here, value, 'live') : value;
}

function mapText(here: Walk, key: string, text: string, role: Role): string {
  const { map } = here;
  switch (key) {
    case 'action':
      return mapAction(text, map);
    case 'image':
    case 'background':
    case 'logo':
      return mapImage(text, map);
    case 'reference':
      return mapReference(text, 'document', map);
    case 'dictionary':
      return mapReference(text, 'service', map);
    case 'data':
      return role === 'menu' ? mapReference(text, 'document', map) : text;
    case 'source': {
      const [prefix] = role === 'live' ? (/^(?:resume:)?url:/.exec(text) ?? []) : [];
      return prefix ? prefix + mapReference(text.slice(prefix.length), 'media', map) : text;
    }
    case 'parameter':
      return role === 'data' ? mapAction(text, map) : text;
  }
  return text;
}

function mapProperties(here: Walk, properties: JsonObject, action: Json | undefined): JsonObject {
  const { map, visitor } = here;
  const isOwnPlayer = () => {
    const player = typeof action === 'string' && PLAYER_PAGE.exec(action);
    return player && visitor.isOwnPlayer(player[1]!);
  };
  return mapValues(properties, (value, key) => {
    if (typeof value !== 'string') return value;
    if (key === 'info:image') return mapImage(value, map);
    if (SUBTITLES.test(key))
      // Another's page could read the ID.
      return key.charAt(0) === 't' || isOwnPlayer() ? mapReference(value, 'media', map) : value;
    if (value.indexOf(':') < 0) return value; // nor an action: each of its links has a word before it
    if (ACTION_PROPERTY.test(key)) return mapAction(value, map);
    // A plugin's own property: an action where it holds a whole URL, else any text.
    return value.indexOf('://') >= 0 || value.indexOf('{context:') >= 0
      ? mapAction(value, (link) =>
          /^(?:https?:|\{)/i.test(link.text) || link.kind === 'dataId' ? map(link) : link.text,
        )
      : value;
  });
}

/** Only what MSX reads of it; the rest is for somebody else. */
function mapData({ map }: Walk, data: JsonObject, action: string): JsonObject {
  let next = data;
  actionParts(action).forEach((part) =>
    READ_FROM_DATA.forEach(([pattern, key, prefix]) => {
      const text = data[key];
      if (!pattern.test(part) || typeof text !== 'string') return;
      const mapped = mapAction(prefix + text, map).slice(prefix.length);
      if (mapped !== text) next = withProperty(next, key, mapped);
    }),
  );
  return next;
}
