import { type Fields, merge, textOf } from '../../src/preview/fields.js';
import { inherit, isEnumerated } from '../../src/preview/templated.js';
import { deeper, type Check } from './check.js';
import { lookAtActionOf, lookAtContext, lookAtItem } from './lintItem.js';

/** Where `{context:…}` counts in a template: in `data` always, in the rest since 0.1.110 (JSON Building Guide). */
const CONTEXT_SINCE: Record<string, number> = {
  data: 0,
  properties: 110,
  live: 110,
  selection: 110,
  options: 110,
};

const MEDIA = /^(?:video|audio|image):/;
const isMedia = ({ action }: Fields): boolean => MEDIA.test(textOf(action));

/** The texts in a value. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

/** The names in each `{context:…}` of a value. */
const referencesIn = (value: unknown): string[] =>
  textsIn(value).flatMap((text) => [...text.matchAll(/\{context:([^{}]+)\}/g)].map(([, name]) => name!));

/** A template, and the items that it is for. @param isRow it is a playlist or a slideshow */
export function lookAtTemplate(check: Check, template: Fields, items: Fields[], isRow: boolean): void {
  const referenced = new Set(Object.values(template).flatMap(referencesIn));
  for (const [key, value] of Object.entries(template))
    if ((CONTEXT_SINCE[key] ?? Infinity) > check.build) lookAtContext(check, value, deeper('template', key));
    else for (const name of referencesIn(value)) lookAtReference(check, name, template, items);
  lookAtItem(check, template, 'template', referenced);
  const effective = items.map((one) => inherit(template, one, check.options.version));
  items.forEach((one, index) => {
    const here = `items.${index}`;
    lookAtItem(check, one, here, referenced);
    lookAtContext(check, one, here);
    lookAtActionOf(check, effective[index]!, here);
  });
  lookAtRow(check, effective, isRow);
}

/** What the template takes from its items has to be there. */
function lookAtReference({ found }: Check, name: string, template: Fields, items: Fields[]): void {
  items.forEach((one, index) => {
    const given = merge(template, one)[name];
    const here = `items.${index}`;
    if (given === undefined) found('context', here, `it has no "${name}", which stays in braces`);
    else if (typeof given !== 'string')
      found('context', deeper(here, name), 'it is no text, and is left out');
  });
}

/** What is counted in a row of media has to be one. */
function lookAtRow({ found }: Check, items: Fields[], isRow: boolean): void {
  const isShown = ({ display }: Fields): boolean => display !== false;
  if (isRow || items.some((one) => isShown(one) && isMedia(one)))
    items.forEach((one, index) => {
      if (isShown(one) && !isMedia(one) && isEnumerated(one, true))
        found('row', `items.${index}`, 'it is counted among the media, and is none: enumerate: false');
    });
  const plays = items.some((one) => isShown(one) && isMedia(one) && isEnumerated(one, true));
  if (isRow && !plays && items.length > 0) found('row', 'items', 'there is nothing to play');
}
