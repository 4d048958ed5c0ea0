// Actions are text: `content:http://host/a.json>item`, `[video:plugin:…|info:Hello]`, `delay:x:1:back`. This
// file finds the links in one (knowledge base: Internal Actions, Actions, Focus Separator).
import { hasOwn } from './json.js';

/** What a link in a document or an action is for. */
export type LinkKind =
  /** a menu or content document, which MSX asks for and shows */
  | 'document'
  /** another document or service that MSX asks for: a dictionary, `execute:`, `resolve:` */
  | 'service'
  /** what MSX's players fetch themselves */
  | 'media'
  /** a picture in a document: an item's `image`, `background`, a menu's `logo` */
  | 'image'
  /** a player page, or an interaction plugin that is loaded with parameters */
  | 'page'
  /** an interaction plugin: it asks MSX for the device ID itself, and MSX loads another spelling as another plugin */
  | 'plugin'
  /** a web page that MSX leaves for, or opens beside itself */
  | 'leave'
  /** a whole document, base64-encoded */
  | 'inline'
  /** the free text of a request to a plugin, which often contains URLs; `page` names the plugin */
  | 'dataId'
  /** a whole action, known only by a placeholder such as `{context:action}` */
  | 'action';

export interface Link {
  kind: LinkKind;
  /** the URL, or the text that the kind says; never its focus (`>item`) */
  text: string;
  /** of a `dataId`: the URL of the plugin it goes to, null where the plugin is the one that is loaded */
  page?: string | null;
  /** of a `document`: MSX asks for it with credentials (`user:`) */
  user?: boolean;
}

/** Returns the text that takes the link's place. */
export type MapLink = (link: Link) => string;

/** Words that stand where a URL may stand, but are none; none is longer. */
const KEYWORDS = /^(?:|data|none|default|context|current)$/;
const KEYWORD_LENGTH = 7;

/** Whether the character there is one that no blank is, as nearly all are: a look that spares a search. */
const isInk = (text: string, at: number) => {
  const code = text.charCodeAt(at);
  return code > 32 && code < 128;
};

/** MSX takes a space behind the action's word, or around an address, for nothing. */
const trimStart = (text: string) => (isInk(text, 0) ? text : text.replace(/^\s+/, ''));
const trim = (text: string) =>
  isInk(text, 0) && isInk(text, text.length - 1) ? text : text.replace(/^\s+|\s+$/g, '');

const startsWith = (text: string, start: string) => text.lastIndexOf(start, 0) === 0;

/** A request in which two plugins could be read is for nobody to take apart. */
const TWO_PLUGINS = /@https?:.*@https?:/i;

function mapRequest(text: string, map: MapLink): string {
  if (TWO_PLUGINS.test(text)) return text;
  // DATA_ID is free text and may hold an @, so the last one that a URL follows separates the two.
  const url = text.search(/@https?:/i);
  const at = url < 0 ? text.lastIndexOf('@') : url;
  if (at < 0) {
    const end = focusStart(text);
    return map({ kind: 'dataId', text: text.slice(0, end), page: null }) + text.slice(end);
  }
  const target = text.slice(at + 1);
  const end = focusStart(target);
  const page = map({ kind: 'plugin', text: trim(target.slice(0, end)) });
  return map({ kind: 'dataId', text: text.slice(0, at), page }) + '@' + page + target.slice(end);
}

/** Where the focus (`>item_id>execute`) begins, else the length. */
function focusStart(text: string): number {
  const at = text.indexOf('>');
  return at < 0 ? text.length : at;
}

/**
 * The links of what stands behind `content:`, `playlist:`, … and, without the first word, in `menu[].data`
 * and `reference`: a URL with modifiers and focus, a request, an inline document, or a keyword.
 * @example mapReference('user:a.json', 'document', ({ text }) => `http://host.test/${text}`) // 'user:http://host.test/a.json'
 */
export function mapReference(text: string, kind: LinkKind, map: MapLink): string {
  const hasWords = text.indexOf(':') >= 0;
  const modifiers = (hasWords && /^(?:(?:auto|user|accurate|silent):)+/.exec(text)?.[0]) || '';
  const rest = trim(modifiers ? text.slice(modifiers.length) : text);
  if (hasWords && startsWith(rest, 'request:'))
    return startsWith(rest, 'request:interaction:')
      ? modifiers + rest.slice(0, 20) + mapRequest(rest.slice(20), map)
      : text;
  const end = kind === 'document' ? focusStart(rest) : rest.length;
  const target = trim(rest.slice(0, end));
  if (target.length <= KEYWORD_LENGTH && KEYWORDS.test(target)) return text;
  if (hasWords && startsWith(target, 'json:'))
    return modifiers + 'json:' + map({ kind: 'inline', text: target.slice(5) }) + rest.slice(end);
  return modifiers + map({ kind, text: target, user: modifiers.indexOf('user:') >= 0 }) + rest.slice(end);
}

type Rule = (text: string, map: MapLink) => string;

const asItIs: Rule = (text) => text;

/** A rule for each first word, else the other one; without it the text stays. */
function choose(rules: Record<string, Rule>, otherwise = asItIs): Rule {
  return (text, map) => {
    const colon = text.indexOf(':');
    if (colon < 0) return otherwise(text, map);
    const word = text.slice(0, colon);
    if (!hasOwn(rules, word)) return otherwise(text, map);
    const rest = text.slice(colon + 1);
    const next = rules[word]!(trimStart(rest), map);
    return next === rest ? text : word + ':' + next;
  };
}

/** Skips `count` fields (`ID:SECONDS:`) before the rule. */
function after(count: number, rule: Rule): Rule {
  return (text, map) => {
    let at = 0;
    for (let i = 0; i < count; i++) {
      const colon = text.indexOf(':', at);
      if (colon < 0) return text;
      at = colon + 1;
    }
    return text.slice(0, at) + rule(text.slice(at), map);
  };
}

const linkOf =
  (kind: LinkKind): Rule =>
  (text, map) =>
    mapReference(text, kind, map);
const reference = linkOf('document');
const service = linkOf('service');

const file = choose({ plugin: linkOf('page'), resolve: service, broadcast: asItIs }, linkOf('media'));
/** `video:`, `audio:`, `image:`, `background:`: the file itself, a player page, or a service that names it. */
const media = choose({ auto: file }, file);

/** A document's `image`, `background` or `logo`: a picture, or a service that names it. */
export const mapImage = choose({ resolve: service }, linkOf('image'));

/** What `execute:` may carry before the URL or the request: words for what is sent along, and how. */
const EXECUTE_WORDS = /^(?:(?!https?:|request:)[a-z]+:)*/;

const execute: Rule = (text, map) => {
  const words = EXECUTE_WORDS.exec(text)![0];
  return words + service(text.slice(words.length), map);
};

const action: Rule = (text, map) => mapAction(text, map);
const commit = choose({ response: service });

const rules: Record<string, Rule> = {
  menu: reference,
  content: reference,
  panel: reference,
  playlist: reference,
  slideshow: reference,
  dictionary: service,
  request: (text, map) => mapReference('request:' + text, 'document', map).slice(8),
  replace: choose({ menu: after(1, reference), content: after(1, reference), panel: after(1, reference) }),
  video: media,
  audio: media,
  image: media,
  background: media,
  execute,
  player: choose({
    menu: reference,
    content: reference,
    background: media,
    info: choose({ image: media }),
    control: choose({ action }),
    execute_pause: action,
    execute_play: action,
    commit,
  }),
  slider: choose({ action, execute: action }),
  interaction: choose({
    load: (text, map) => mapReference(text, text.indexOf('?') < 0 ? 'plugin' : 'page', map),
    commit,
  }),
  link: (text, map) => {
    const words = /^(?:(?:window|replace|validate):)*/.exec(text)![0];
    return words + mapReference(text.slice(words.length), 'leave', map);
  },
  // Of the address where a video or sound was left: spelled as the player has it.
  resume: choose({
    clear: (text, map) => (/^https?:/i.test(text) ? mapReference(text, 'media', map) : text),
  }),
  delay: after(2, action),
  lazy: action,
  trigger: after(1, action),
  shot: action,
};
const mapOne = choose(rules);

/** The parts of `a|b|c`, where a list inside a list stays whole if its brackets are paired. */
function splitList(text: string): string[] {
  const plain = text.split('|');
  if (text.indexOf('[') < 0) return plain;
  const parts: string[] = [];
  let depth = 0;
  plain.forEach((part, i) => {
    const joined = depth > 0;
    depth += part.split('[').length - part.split(']').length;
    if (joined) parts.push(`${parts.pop() ?? ''}|${part}`);
    else parts.push(part);
    if (i === plain.length - 1 && depth !== 0) parts.length = 0; // a bracket in a text: no list in a list
  });
  return parts.length ? parts : plain;
}

/** The parts of a list action `[a|b|c]`, or the action itself. */
export function actionParts(text: string): string[] {
  const list = text.charAt(0) === '[' && text.charAt(text.length - 1) === ']';
  return list ? splitList(text.slice(1, -1)) : [text];
}

/**
 * The action with each of its links replaced by what `map` returns for it; actions inside actions are
 * followed. What is not known to carry a URL (`info:…`, `update:…`) comes back as it is.
 * @example mapAction('content:a.json', ({ text }) => `http://host.test/${text}`) // 'content:http://host.test/a.json'
 */
export function mapAction(text: string, map: MapLink): string {
  if (text.charAt(0) === '[') {
    const parts = actionParts(text);
    if (parts.length > 1 || parts[0] !== text)
      return `[${parts.map((part) => mapAction(part, map)).join('|')}]`;
  }
  if (text.charAt(0) === '{') return map({ kind: 'action', text });
  return mapOne(text, map);
}

/** The actions whose `data` holds documents, items or actions: MSX reads links from it. */
const DATA_OF_MSX =
  /^(?:(?:delay:[^:]*:[^:]*|lazy|trigger:[^:]*|shot):)*(?:data$|(?:(?:player:)?(?:menu|content|panel)|(?:playlist|slideshow)(?::auto)?):data(?:>|$)|update:|enter:|start$|(?:video|audio|image):)/;

/** Whether MSX itself reads the action's `data`; otherwise it is freight for a server or a plugin. */
export function readsData(text: string): boolean {
  return actionParts(text).some((part) => DATA_OF_MSX.test(part));
}
