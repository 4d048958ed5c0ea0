import { type Fields, fieldsOf, isFields, listOf, merge, textOf } from '../../src/preview/fields.js';
import { place } from '../../src/preview/place.js';
import { inherit, isEnumerated } from '../../src/preview/templated.js';
import { knowsExtendedProperty, knowsProperty, versionNumber } from '../../src/preview/versions.js';
import type { ObjectKind } from '../../src/preview/versionTable.js';
import {
  ADDRESSES,
  COLORS,
  ICONS,
  isActionKey,
  isKey,
  isOwnKey,
  propertiesOf,
  remembered,
  TEXTS,
  VALUES,
  type Part,
} from './known.js';
import { addressFaults, lookAtAction, referenceFaults } from './lintAction.js';
import { colorFault, iconFault, textFaults } from './lintText.js';

type Rule =
  /** It is not the kind of document that is wanted, or something that it must have is missing. */
  | 'shape'
  /** Outside the grid, on a place or with an ID that is taken, more than MSX holds, a page without a selectable item. */
  | 'placement'
  /** `{context:…}` where MSX leaves it, or of something that is not there. */
  | 'context'
  /** An address that is not absolute. */
  | 'address'
  /** A request that loads another plugin, or none. */
  | 'plugin'
  /** An action, a property, a word that MSX does not have. */
  | 'action'
  | 'property'
  | 'value'
  /** One that the version does not have yet. */
  | 'version'
  | 'icon'
  | 'color'
  /** Braces that are no expression. */
  | 'text'
  /** Something that is no media stands in a row of media. */
  | 'row';

/** What a TV would refuse, or show otherwise than it was meant. */
interface Finding {
  rule: Rule;
  /** Where in the document: `items.3.action`. */
  at: string;
  message: string;
}

export type DocumentKind = 'start' | 'menu' | 'content' | 'panel' | 'playlist' | 'slideshow';

export interface LintOptions {
  kind: DocumentKind;
  /** The MSX that the document is for: `0.1.114`. */
  version: string;
  /** The page that requests may name; null = any. */
  pluginUrl?: string | null;
  /** Properties that are missed by nobody where MSX does not have them yet, each with a reason. */
  dispensable?: Record<string, string>;
}

/** Where `{context:…}` counts in a template: in `data` always, in the rest since 0.1.110 (JSON Building Guide). */
const CONTEXT_SINCE: Record<string, number> = {
  data: 0,
  properties: 110,
  live: 110,
  selection: 110,
  options: 110,
};

const isThere = remembered((part = '', key = '', version = '') =>
  knowsProperty(part as ObjectKind, key, version),
);
const isKeyThere = remembered((key = '', version = '') => knowsExtendedProperty(key, version));

const MEDIA = /^(?:video|audio|image):/;

/**
 * Checks one document as a server gives it against what MSX documents of it. A document in a `response` is looked
 * at inside.
 */
export function lintDocument(document: unknown, options: LintOptions): Finding[] {
  const build = versionNumber(options.version);
  const dispensable = options.dispensable ?? {};
  const actionOptions = { build, pluginUrl: options.pluginUrl ?? null };
  const findings: Finding[] = [];
  const found = (rule: Rule, at: string, message: string): void => void findings.push({ rule, at, message });
  const foundAll = (at: string, faults: readonly { rule: Rule; message: string }[]): void =>
    faults.forEach(({ rule, message }) => found(rule, at, message));
  const deeper = (at: string, key: string | number): string => (at === '' ? String(key) : `${at}.${key}`);

  function start(root: Fields): void {
    for (const key of ['name', 'version', 'parameter'])
      if (textOf(root[key]) === '') found('shape', key, 'a start object has to have it');
    known('start', root, '');
    // filled in for the start object alone (Start Object)
    const filled = textOf(root.parameter)
      .replace(/\{PREFIX\}/g, 'http://')
      .replace(/\{SERVER\}/g, 'host:80');
    const since = /\{PREFIX\}/.test(textOf(root.parameter))
      ? 97
      : /\{SERVER\}/.test(textOf(root.parameter))
        ? 65
        : 0;
    if (since > build) found('version', 'parameter', `the word in braces is filled in since 0.1.${since}`);
    if (!/^(?:menu|content):/.test(filled)) found('shape', 'parameter', 'it begins with menu: or content:');
    else foundAll('parameter', lookAtAction(filled, { build, pluginUrl: null }).faults);
  }

  function known(part: Part, fields: Fields, at: string, referenced: ReadonlySet<string> = new Set()): void {
    const names = propertiesOf(part);
    for (const [key, value] of Object.entries(fields)) {
      const here = deeper(at, key);
      if (!names.has(key)) {
        if (!referenced.has(key)) found('property', here, `MSX has no property "${key}" here`);
      } else if (part !== 'start' && !isThere(part, key, options.version) && !(key in dispensable))
        found('version', here, `"${key}" is younger than ${options.version}`);
      const values = VALUES[part]?.[key];
      if (values && !values.includes(textOf(value)))
        found('value', here, `"${textOf(value)}" is none of ${values.join(', ')}`);
      if (TEXTS.has(key) && part !== 'start')
        for (const message of textFaults(textOf(value), build)) found('text', here, message);
      const fault =
        COLORS.has(key) && textOf(value) !== ''
          ? colorFault(textOf(value))
          : ICONS.has(key) && textOf(value) !== ''
            ? iconFault(textOf(value))
            : null;
      if (fault !== null) found(COLORS.has(key) ? 'color' : 'icon', here, fault);
      if (ADDRESSES.has(key) && textOf(value) !== '' && textOf(value) !== 'none')
        address(textOf(value), here);
    }
  }

  function address(text: string, at: string): void {
    foundAll(
      at,
      text.startsWith('request:') ? referenceFaults(text, actionOptions) : addressFaults(text, build),
    );
  }

  /** An action, and the data that it takes along. */
  function action(fields: Fields, at: string): void {
    const text = textOf(fields.action);
    if (text === '' || text.includes('{context:')) return; // a rule of its own
    const { faults, embeds } = lookAtAction(text, actionOptions);
    foundAll(deeper(at, 'action'), faults);
    if (text === 'image:context' && textOf(fields.image) === '')
      found('shape', deeper(at, 'action'), 'there is no image that image:context could open');
    if (embeds !== null) inner(fields.data, embeds, deeper(at, 'data'));
  }

  function inner(data: unknown, family: string, at: string): void {
    const kind = (['menu', 'content', 'panel', 'playlist', 'slideshow'] as const).find(
      (one) => one === family,
    );
    if (kind) look(data, kind, at);
  }

  function properties(value: unknown, at: string): void {
    for (const [key, one] of Object.entries(fieldsOf(value))) {
      const here = deeper(at, key);
      if (typeof one !== 'string') found('value', here, 'a property is a text (Content Item Object)');
      if (isOwnKey(key) && !isKey(key)) found('property', here, `MSX has no property "${key}"`);
      if (!isKeyThere(key, options.version) && !(key in dispensable))
        found('version', here, `"${key}" is younger than ${options.version}`);
      if (!isActionKey(key)) continue;
      const { faults, embeds } = lookAtAction(textOf(one).replace(/^shot:/, ''), actionOptions);
      foundAll(here, faults);
      if (embeds !== null) found('action', here, 'the action of a property cannot carry data');
    }
  }

  /** @param referenced properties that the template takes from its items by `{context:…}` */
  function item(fields: Fields, at: string, referenced?: ReadonlySet<string>): void {
    known('contentItem', fields, at, referenced);
    properties(fields.properties, deeper(at, 'properties'));
    for (const part of ['selection', 'live'] as const)
      if (isFields(fields[part])) {
        known(part, fields[part], deeper(at, part));
        action(fields[part], deeper(at, part));
      }
    if (isFields(fields.options)) optionsOf(fields.options, deeper(at, 'options'));
  }

  function optionsOf(fields: Fields, at: string): void {
    if (Array.isArray(fields.pages) || isFields(fields.template)) look(fields, 'panel', at);
    else page(fields, at);
  }

  function page(fields: Fields, at: string): void {
    known('contentPage', fields, at);
    listOf(fields.items).forEach((one, index) => {
      const here = deeper(deeper(at, 'items'), index);
      item(one, here);
      action(one, here);
      context(one, here);
    });
    action(fields, at);
    if (isFields(fields.options)) optionsOf(fields.options, deeper(at, 'options'));
  }

  /** Each `{context:…}` of a value stays as it is there, but for those of a whole document with a template of its own. */
  function context(value: unknown, at: string): void {
    if (typeof value === 'string' && value.includes('{context:'))
      found('context', at, `MSX leaves "${value}" as it is here`);
    else if (typeof value === 'object' && value !== null && !('template' in value))
      for (const [key, one] of Object.entries(value)) context(one, deeper(at, key));
  }

  function templated(template: Fields, items: Fields[], isRow: boolean): void {
    const texts = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(texts)
          : [];
    const referenced = new Set<string>();
    for (const [key, value] of Object.entries(template)) {
      const since = CONTEXT_SINCE[key];
      const names = texts(value).flatMap((text) =>
        [...text.matchAll(/\{context:([^{}]+)\}/g)].map(([, name]) => name!),
      );
      names.forEach((name) => referenced.add(name));
      if (since === undefined || since > build) context(value, deeper('template', key));
      else
        for (const name of names)
          items.forEach((one, index) => {
            const given = merge(template, one)[name];
            const here = `items.${index}`;
            if (given === undefined) found('context', here, `it has no "${name}", which stays in braces`);
            else if (typeof given !== 'string')
              found('context', deeper(here, name), 'it is no text, and is left out');
          });
    }
    item(template, 'template', referenced);
    const effective = items.map((one) => inherit(template, one, options.version));
    items.forEach((one, index) => {
      item(one, `items.${index}`, referenced);
      context(one, `items.${index}`);
      action(effective[index]!, `items.${index}`);
    });
    const shown = effective.filter((one) => one.display !== false);
    const isMedia = (one: Fields): boolean => MEDIA.test(textOf(one.action));
    if (isRow || shown.some(isMedia))
      effective.forEach((one, index) => {
        if (one.display !== false && !isMedia(one) && isEnumerated(one, true))
          found('row', `items.${index}`, 'it is counted among the media, and is none: enumerate: false');
      });
    if (isRow && !shown.some((one) => isMedia(one) && isEnumerated(one, true)) && items.length > 0)
      found('row', 'items', 'there is nothing to play');
  }

  function look(value: unknown, kind: Exclude<DocumentKind, 'start'>, at: string): void {
    const before = findings.length;
    if (isFields(value)) body(value, kind);
    else found('shape', '', 'it is no object');
    for (const finding of findings.slice(before))
      finding.at = at === '' ? finding.at : deeper(at, finding.at);
  }

  function body(root: Fields, kind: Exclude<DocumentKind, 'start'>): void {
    if (kind === 'menu') {
      menu(root);
      return;
    }
    known('contentRoot', root, '');
    action(root, '');
    if (isFields(root.ready)) action(root.ready, 'ready');
    const isRow = kind === 'playlist' || kind === 'slideshow';
    const hasTemplate = isFields(root.template) && Array.isArray(root.items);
    if (isRow && !hasTemplate) found('shape', '', `a ${kind} needs template and items`);
    if (!hasTemplate && root.items !== undefined)
      found('shape', 'items', 'without a template they are ignored');
    if (hasTemplate && root.pages !== undefined)
      found('shape', 'pages', 'beside a template they are ignored');
    if (hasTemplate) templated(fieldsOf(root.template), listOf(root.items), isRow);
    listOf(root.pages).forEach((one, index) => page(one, `pages.${index}`));
    listOf(root.inserts).forEach((one, index) => page(one, `inserts.${index}`));
    for (const key of ['header', 'footer', 'overlay', 'underlay'])
      if (isFields(root[key])) page(root[key], key);
    if (isFields(root.options)) optionsOf(root.options, 'options');
    if (isRow) return; // nothing of it is placed
    for (const message of place(root, kind === 'panel', options.version).warnings)
      found('placement', '', message);
  }

  function menu(root: Fields): void {
    known('menuRoot', root, '');
    action(root, '');
    if (isFields(root.ready)) action(root.ready, 'ready');
    if (isFields(root.options)) optionsOf(root.options, 'options');
    if (!Array.isArray(root.menu) || (root.menu.length === 0 && root.reference === undefined)) {
      found('shape', 'menu', 'a menu has items');
      return;
    }
    const ids = new Set<string>();
    listOf(root.menu).forEach((one, index) => {
      const here = `menu.${index}`;
      known('menuItem', one, here);
      context(one, here);
      const id = textOf(one.id);
      if (id !== '' && (!/^[A-Za-z0-9_.-]+$/.test(id) || ids.has(id)))
        found(
          'placement',
          `${here}.id`,
          `the ID "${id}" is taken, or has other signs than letters, digits, - _ .`,
        );
      ids.add(id);
      if (isFields(one.options)) optionsOf(one.options, `${here}.options`);
      if (isFields(one.data)) look(one.data, 'content', `${here}.data`);
      else if (typeof one.data === 'string') foundAll(`${here}.data`, dataFaults(one.data));
      else if (one.type === undefined || one.type === 'default') found('shape', here, 'it leads nowhere');
    });
  }

  /** `data` of a menu item: an address, a request; no action. */
  const dataFaults = (text: string): { rule: Rule; message: string }[] =>
    /^(?:menu|content|panel|video|audio|image):/.test(text)
      ? [{ rule: 'action', message: `"${text}" is an action, and an address is wanted` }]
      : text.startsWith('json:')
        ? []
        : referenceFaults(text, actionOptions);

  const wrapped = isFields(document) && isFields(document.response) ? document.response : null;
  if (wrapped && wrapped.status !== 200) {
    if (textOf(wrapped.message) === '') found('shape', 'response.message', 'it says nothing');
    for (const message of textFaults(textOf(wrapped.message), build))
      found('text', 'response.message', message);
    return findings;
  }
  const inside = wrapped ? wrapped.data : document;
  if (options.kind !== 'start') look(inside, options.kind, '');
  else if (isFields(inside)) start(inside);
  else found('shape', '', 'it is no object');
  return findings;
}
