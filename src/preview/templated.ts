import { type Fields, fieldsOf, listOf, mapTexts, merge } from './fields.js';
import { hasFeature } from './versions.js';

/** Where `{context:key}` counts; in an action, a label or an image it stays as it is (reference/json-building-guide). */
const CONTEXT_FROM_THE_START = ['data'];
const CONTEXT_LATER = ['properties', 'selection', 'options', 'live'];

/**
 * The item with what it inherits. An own property takes the place of the template's, whole. In the template's
 * `data` and the like, `{context:key}` is the item's property `key`: a missing one stays as it is, one that is no
 * string becomes nothing.
 */
export function inherit(template: Fields, item: Fields, version: string): Fields {
  const fields = merge(template, item);
  // guess(context-of-template): what the template gives to the item counts as the item's own
  const context = (text: string) =>
    text.replace(/\{context:([^{}]+)\}/g, (whole, key: string) => {
      const value = fields[key];
      if (value === undefined) return whole;
      return typeof value === 'string' ? value : '';
    });
  const inside = CONTEXT_FROM_THE_START.concat(hasFeature('contextBeyondData', version) ? CONTEXT_LATER : []);
  inside.forEach((key) => {
    if (item[key] === undefined && template[key] !== undefined)
      fields[key] = mapTexts(template[key], context);
  });
  return fields;
}

/** Every displayed item of a templated document, in order (also what playlists and slideshows are made of). */
export function templated(root: Fields, version: string): Fields[] {
  const template = fieldsOf(root.template);
  return listOf(root.items)
    .map((item) => inherit(template, item, version))
    .filter((item) => item.display !== false);
}

/** Templated items are enumerated unless they say otherwise, others only if they say so. */
export function isEnumerated(fields: Fields, otherwise: boolean): boolean {
  return typeof fields.enumerate === 'boolean' ? fields.enumerate : otherwise;
}
