import { type Fields, fieldsOf, isFields } from './fields.js';
import { hasFeature, knowsExtendedProperty, knowsProperty } from './versions.js';
import type { ObjectKind } from './versionTable.js';

/** A copy with the properties that MSX of a version knows; what it knows nothing of at all stays, for others to read. */
function known(kind: ObjectKind, fields: Fields, version: string): Fields {
  const copy: Fields = {};
  Object.keys(fields).forEach((key) => {
    if (knowsProperty(kind, key, version)) copy[key] = fields[key];
  });
  return copy;
}

const each = (value: unknown, change: (fields: Fields) => Fields): unknown =>
  Array.isArray(value) ? value.map((one: unknown) => (isFields(one) ? change(one) : one)) : value;

/** Changes what is there; a property that is not stays away. */
function change(fields: Fields, key: string, how: (value: unknown) => unknown): void {
  if (fields[key] !== undefined && fields[key] !== null) fields[key] = how(fields[key]);
}

function propertiesFor(properties: unknown, version: string): unknown {
  const copy: Fields = {};
  Object.keys(fieldsOf(properties)).forEach((key) => {
    if (knowsExtendedProperty(key, version)) copy[key] = fieldsOf(properties)[key];
  });
  return copy;
}

/** Offsets were at most one unit for long (hidden features, Large Offsets). guess(large-offsets): a larger one is cut. */
function offsetFor(offset: unknown, version: string): unknown {
  if (typeof offset !== 'string' || hasFeature('largeOffsets', version)) return offset;
  return offset
    .split(',')
    .map((part) => Math.max(-1, Math.min(1, Number(part) || 0)))
    .join(',');
}

function itemFor(item: Fields, version: string): Fields {
  const copy = known('contentItem', item, version);
  change(copy, 'properties', (value) => propertiesFor(value, version));
  change(copy, 'offset', (value) => offsetFor(value, version));
  change(copy, 'selection', (value) => known('selection', fieldsOf(value), version));
  change(copy, 'live', (value) => known('live', fieldsOf(value), version));
  change(copy, 'options', (value) => optionsFor(value, version));
  return copy;
}

function pageFor(page: Fields, version: string): Fields {
  const copy = known('contentPage', page, version);
  change(copy, 'offset', (value) => offsetFor(value, version));
  change(copy, 'items', (value) => each(value, (item) => itemFor(item, version)));
  change(copy, 'options', (value) => optionsFor(value, version));
  return copy;
}

/** `options`: a page, and later a content root object as well. */
function optionsFor(options: unknown, version: string): unknown {
  const fields = fieldsOf(options);
  const root = Array.isArray(fields.pages) || isFields(fields.template);
  if (root && hasFeature('optionsAsRoot', version)) return contentFor(fields, version);
  return pageFor(fields, version);
}

function contentFor(root: Fields, version: string): Fields {
  const copy = known('contentRoot', root, version);
  ['header', 'footer', 'overlay', 'underlay'].forEach((key) =>
    change(copy, key, (value) => pageFor(fieldsOf(value), version)),
  );
  change(copy, 'template', (value) => itemFor(fieldsOf(value), version));
  change(copy, 'items', (value) => each(value, (item) => itemFor(item, version)));
  ['pages', 'inserts'].forEach((key) =>
    change(copy, key, (value) => each(value, (page) => pageFor(page, version))),
  );
  change(copy, 'options', (value) => optionsFor(value, version));
  return copy;
}

function menuFor(root: Fields, version: string): Fields {
  const copy = known('menuRoot', root, version);
  change(copy, 'menu', (value) =>
    each(value, (item) => {
      const menuItem = known('menuItem', item, version);
      change(menuItem, 'options', (options) => optionsFor(options, version));
      return menuItem;
    }),
  );
  change(copy, 'options', (value) => optionsFor(value, version));
  return copy;
}

/** A menu or a content document as MSX of a version sees it. Other documents stay as they are. */
export function documentFor(document: unknown, version: string, menu: boolean): unknown {
  if (!isFields(document)) return document;
  return menu || Array.isArray(document.menu) ? menuFor(document, version) : contentFor(document, version);
}
