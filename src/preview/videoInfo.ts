import { type Fields, isFields, merge, textOrNull } from './fields.js';
import type { MediaEntry } from './media.js';
import type { Resolved } from './resolve.js';

/** What `player:label:content:`, `player:background:` and `player:control:action:` set; null: the item has the say. */
export interface SetAtRunTime {
  label: string | null;
  background: string | null;
  control: string | null;
  /** `player:button:ID:setup` and the like, by ID. */
  buttons: Fields;
}

/** The item's properties, with what a resolve request has added. */
export function propertiesOf(entry: MediaEntry, resolved: Resolved | null): Fields | null {
  const own = isFields(entry.fields.properties) ? entry.fields.properties : null;
  return own || resolved?.properties ? merge(own ?? {}, resolved?.properties ?? {}) : null;
}

/** `label` is the item's `playerLabel`, nothing else (content/content-item-object): a title is none. */
export function videoInfo(
  entry: MediaEntry,
  { resolved, custom }: { resolved: Resolved | null; custom: SetAtRunTime },
): Fields {
  return {
    id: textOrNull(entry.fields.id),
    index: entry.index,
    number: entry.number,
    count: entry.count,
    listIndex: entry.listIndex,
    listSize: entry.listSize,
    type: entry.kind,
    url: resolved?.url ?? entry.address,
    label: resolved?.label ?? textOrNull(entry.fields.playerLabel),
    background: resolved?.background ?? textOrNull(entry.fields.background),
    customLabel: custom.label,
    customBackground: custom.background,
    properties: propertiesOf(entry, resolved),
  };
}

/** What MSX attaches as `video` (special/attached-data-examples): everything nested. This page resumes nothing. */
export function attachedVideo(
  info: Fields,
  data: Fields,
  volume: { level: number; muted: boolean },
  inFront: boolean,
): Fields {
  return {
    info,
    data,
    resume: {
      key: null,
      context: null,
      count: 0,
      resuming: false,
      position: null,
      progress: -1,
      duration: -1,
    },
    volume: { type: 'player', level: volume.level, muted: volume.muted },
    scene: inFront ? 'foreground' : 'background',
  };
}
