import { type Fields, isFields } from './fields.js';
import { ATTACHED, EVENT_FIELDS, type Row } from './versionTable.js';
import { versionNumber } from './versions.js';

function isKnown(rows: Row[], path: string, version: string): boolean {
  return rows.every(
    ({ since, names }) => since <= versionNumber(version) || names.split(' ').indexOf(path) < 0,
  );
}

/** What MSX of a version attaches: fields came one by one (release notes). `path` is what `value` is called. */
export function attachedFor(path: string, value: unknown, version: string): unknown {
  if (!isFields(value)) return value;
  const copy: Fields = {};
  Object.keys(value).forEach((key) => {
    const inside = `${path}.${key}`;
    // what an author put beside an item is none of MSX's fields
    if (key === 'properties') copy[key] = value[key];
    else if (isKnown(ATTACHED, inside, version)) copy[key] = attachedFor(inside, value[key], version);
  });
  return copy;
}

/** An event of the player as MSX of a version sends it. */
export function videoEventFor(event: Fields, version: string): Fields {
  const copy: Fields = {};
  Object.keys(event).forEach((key) => {
    if (isKnown(EVENT_FIELDS, `video:*.${key}`, version)) copy[key] = event[key];
  });
  return copy;
}
