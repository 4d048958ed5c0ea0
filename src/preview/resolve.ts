import { type Fields, fieldsOf, isFields, textOf, textOrNull } from './fields.js';
import type { Loaded } from './requestJson.js';
import { hasFeature } from './versions.js';

/** What `resolve:` has found: the URL, and what it says about the video or audio (hidden features, Resolve Action). */
export interface Resolved {
  url: string;
  label: string | null;
  background: string | null;
  /** They are added to the item's own, and win. */
  properties: Fields | null;
}

/** Finds what stands behind `video:resolve:…` and its kind: `done` gets it, or a sentence that says why not. */
export type Resolve = (address: string, done: (found: Resolved | string) => void) => void;

/** Reads the answer of a server or a plugin. */
export function readResolved(address: string, data: unknown, version: string): Resolved | string {
  const answer = fieldsOf(data);
  const url = textOf(answer.url);
  if (!url) return textOf(answer.error) || `${address} gave no "url"`;
  const more = hasFeature('resolvedProperties', version) ? answer : {};
  return {
    url,
    label: textOrNull(more.label),
    background: textOrNull(more.background),
    properties: isFields(more.properties) ? more.properties : null,
  };
}

/** @param load asks a server or the plugin, as for any document */
export function createResolve(
  load: (address: string, done: (loaded: Loaded) => void) => void,
  msxVersion: () => string,
): Resolve {
  return (address, done) =>
    load(address, (loaded) =>
      done(loaded.ok ? readResolved(address, loaded.data, msxVersion()) : loaded.message),
    );
}
