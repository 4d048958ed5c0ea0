// A template takes from its items what stands in its placeholders: `{context:link}`. An item's own text may have the
// ID where all that the template uses it for may have it.
import { mapReference } from './action.js';
import type { Link, MapLink } from './action.js';
import { hasOwn, isObject, withProperty } from './json.js';
import type { Json, JsonObject } from './json.js';

/** The links that are nothing but a property of the item: by ':' and its name, since `__proto__` is a name as well. */
export type TemplateUses = Record<string, Link[]>;

/** The template whose placeholders are being looked at. */
export interface Template {
  uses: TemplateUses;
  items: Json[];
}

const PLACEHOLDER = /^\{context:([^{}:|]+)(?:[:|][^{}]*)?\}$/;
const ANY_PLACEHOLDER = /\{context:([^{}:|]+)/g;

/** Notes a link that is a placeholder. @returns whether it is one */
export function noteUse({ uses }: Template, link: Link): boolean {
  const placeholder = PLACEHOLDER.exec(link.text);
  if (placeholder) (uses[`:${placeholder[1]!}`] ??= []).push(link);
  return !!placeholder;
}

/** Leaves nothing of a property that is also used where a link cannot be told from another text. */
export function keepOnlyLinks(uses: TemplateUses, template: JsonObject): void {
  const counts: Record<string, number> = {};
  JSON.stringify(template).replace(ANY_PLACEHOLDER, (all, key: string) => {
    counts[`:${key}`] = (counts[`:${key}`] ?? 0) + 1;
    return all;
  });
  for (const name in counts) if ((uses[name] ?? []).length < counts[name]!) uses[name] = [];
}

/** The item's text stands in the middle of the template's action, so it may bring modifiers and focus. */
const mapUse = (text: string, { kind, user, page = null }: Link, map: MapLink): string =>
  kind === 'action' || kind === 'inline' || kind === 'dataId'
    ? map({ kind, text, page })
    : mapReference(text, kind, (link) => {
        if (user) link.user = true;
        return map(link);
      });

/**
 * Gives an item's own texts the ID where all that the template uses them for may have it, in the same form.
 * @param next what the item has become already
 */
export function mapUses(next: JsonObject, item: JsonObject, uses: TemplateUses, map: MapLink): JsonObject {
  let mapped = next;
  for (const name in uses) {
    const key = name.slice(1);
    const value = hasOwn(item, key) ? item[key] : undefined;
    if (typeof value !== 'string') continue;
    const texts = uses[name]!.map((link) => mapUse(value, link, map));
    // MSX may read the text itself as well.
    if (mapped[key] !== value && texts.length) texts.push(mapped[key] as string);
    const text = texts.length && texts.every((one) => one === texts[0]) ? texts[0]! : value;
    if (text !== mapped[key]) mapped = withProperty(mapped, key, text);
  }
  return mapped;
}

/**
 * Whether placeholders in an address bring its query along, as `a.mp4?index=1` does: '?' or ''; null where that is
 * so for some items only, or cannot be told.
 */
export function queryFromItems(url: string, items: Json[]): string | null {
  let found: string | null = '';
  url.replace(ANY_PLACEHOLDER, (all, key: string) => {
    const values = items
      .map((item) => (isObject(item) ? item[key] : undefined))
      .filter((value) => typeof value === 'string');
    const withQuery = values.filter((value) => value.indexOf('?') >= 0).length;
    if (values.some((value) => value.indexOf('#') >= 0) || (withQuery && withQuery < values.length))
      found = null;
    else if (withQuery && found !== null) found = '?';
    return all;
  });
  return found;
}
