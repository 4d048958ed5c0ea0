import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../src/preview/fields.js';
import { knowsExtendedProperty, knowsProperty } from '../../src/preview/versions.js';
import type { ObjectKind } from '../../src/preview/versionTable.js';
import { deeper, type Check, type Fault, type Rule } from './check.js';
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

const isThere = remembered((part = '', key = '', version = '') =>
  knowsProperty(part as ObjectKind, key, version),
);
const isKeyThere = remembered((key = '', version = '') => knowsExtendedProperty(key, version));

/** What is wrong with the value of a property, by the property's name. */
function valueFaults(key: string, value: unknown, part: Part, { build, options }: Check): Fault[] {
  const text = textOf(value);
  const faults: Fault[] = [];
  const add = (rule: Rule, message: string | null): void => {
    if (message !== null) faults.push({ rule, message });
  };
  const values = VALUES[part]?.[key];
  if (values && !values.includes(text)) add('value', `"${text}" is none of ${values.join(', ')}`);
  if (TEXTS.has(key) && part !== 'start') textFaults(text, build).forEach((message) => add('text', message));
  if (text === '') return faults;
  if (COLORS.has(key)) add('color', colorFault(text));
  if (ICONS.has(key)) add('icon', iconFault(text));
  if (!ADDRESSES.has(key) || text === 'none') return faults;
  return faults.concat(
    text.startsWith('request:')
      ? referenceFaults(text, build, options.pluginUrl)
      : addressFaults(text, build),
  );
}

/**
 * Looks at each property of a part by itself.
 * @param referenced properties that the template takes from its items by `{context:…}`
 */
export function lookAtProperties(
  check: Check,
  part: Part,
  fields: Fields,
  at: string,
  referenced?: ReadonlySet<string>,
): void {
  const { version, dispensable } = check.options;
  const names = propertiesOf(part);
  for (const [key, value] of Object.entries(fields)) {
    const here = deeper(at, key);
    if (!names.has(key)) {
      if (!referenced?.has(key)) check.found('property', here, `MSX has no property "${key}" here`);
    } else if (part !== 'start' && !isThere(part, key, version) && !(key in dispensable))
      check.found('version', here, `"${key}" is younger than ${version}`);
    check.foundAll(here, valueFaults(key, value, part, check));
  }
}

const FAMILIES = ['menu', 'content', 'panel', 'playlist', 'slideshow'] as const;

/** Looks at an action, and at the data that it takes along. */
export function lookAtActionOf(check: Check, fields: Fields, at: string): void {
  const text = textOf(fields.action);
  if (text === '' || text.includes('{context:')) return; // a rule of its own
  const { faults, embeds } = lookAtAction(text, check.build, check.options.pluginUrl);
  check.foundAll(deeper(at, 'action'), faults);
  if (text === 'image:context' && textOf(fields.image) === '')
    check.found('shape', deeper(at, 'action'), 'there is no image that image:context could open');
  const kind = FAMILIES.find((one) => one === embeds);
  if (kind) check.look(fields.data, kind, deeper(at, 'data'));
}

function lookAtExtendedProperties(check: Check, value: unknown, at: string): void {
  const { found, build, options } = check;
  for (const [key, one] of Object.entries(fieldsOf(value))) {
    const here = deeper(at, key);
    if (typeof one !== 'string') found('value', here, 'a property is a text (Content Item Object)');
    if (isOwnKey(key) && !isKey(key)) found('property', here, `MSX has no property "${key}"`);
    if (!isKeyThere(key, options.version) && !(key in options.dispensable))
      found('version', here, `"${key}" is younger than ${options.version}`);
    if (!isActionKey(key)) continue;
    const { faults, embeds } = lookAtAction(textOf(one).replace(/^shot:/, ''), build, options.pluginUrl);
    check.foundAll(here, faults);
    if (embeds !== null) found('action', here, 'the action of a property cannot carry data');
  }
}

/** @param referenced properties that the template takes from its items by `{context:…}` */
export function lookAtItem(check: Check, fields: Fields, at: string, referenced?: ReadonlySet<string>): void {
  lookAtProperties(check, 'contentItem', fields, at, referenced);
  lookAtExtendedProperties(check, fields.properties, deeper(at, 'properties'));
  for (const part of ['selection', 'live'] as const)
    if (isFields(fields[part])) {
      lookAtProperties(check, part, fields[part], deeper(at, part));
      lookAtActionOf(check, fields[part], deeper(at, part));
    }
  lookAtOptionsOf(check, fields, at);
}

/** Options are a panel, or a page of one. */
export function lookAtOptionsOf(check: Check, { options }: Fields, at: string): void {
  if (!isFields(options)) return;
  const here = deeper(at, 'options');
  if (Array.isArray(options.pages) || isFields(options.template)) check.look(options, 'panel', here);
  else lookAtPage(check, options, here);
}

export function lookAtPage(check: Check, fields: Fields, at: string): void {
  lookAtProperties(check, 'contentPage', fields, at);
  listOf(fields.items).forEach((one, index) => {
    const here = deeper(deeper(at, 'items'), index);
    lookAtItem(check, one, here);
    lookAtActionOf(check, one, here);
    lookAtContext(check, one, here);
  });
  lookAtActionOf(check, fields, at);
  lookAtOptionsOf(check, fields, at);
}

/** Each `{context:…}` of a value stays as it is there, but for those of a whole document with a template of its own. */
export function lookAtContext(check: Check, value: unknown, at: string): void {
  if (typeof value === 'string' && value.includes('{context:'))
    check.found('context', at, `MSX leaves "${value}" as it is here`);
  else if (typeof value === 'object' && value !== null && !('template' in value))
    for (const [key, one] of Object.entries(value)) lookAtContext(check, one, deeper(at, key));
}
