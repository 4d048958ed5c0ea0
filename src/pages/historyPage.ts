import type { JsonObject } from '../msx/json.js';
import type { HistoryEntry } from './decideHistory.js';

const ICONS = { video: 'movie', audio: 'audiotrack', image: 'photo' };

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** `1:02:03`, `2:03` */
function timeText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = twoDigits(seconds % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}

function ageText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}

/** What plays or shows it again, in the fields of an item. @param from in seconds, or `none`; empty: as its item had it */
function playing({ kind, url, title, background, properties }: HistoryEntry, from: string): JsonObject {
  return {
    action: `${kind}:${url}`,
    ...(kind === 'image' ? { imageLabel: title } : { playerLabel: title, background }),
    properties: from ? { ...properties, 'resume:position': from } : properties,
  };
}

function item(entry: HistoryEntry, nowMs: number): JsonObject {
  const { kind, title, position, duration, shownAtMs } = entry;
  const age = ageText(nowMs - shownAtMs);
  return {
    icon: ICONS[kind],
    label: title,
    extensionLabel: position
      ? `Continue from ${timeText(position)}${duration ? ` of ${timeText(duration)}` : ''}, ${age}`
      : age,
    ...playing(entry, position ? String(position) : ''),
    ...(position
      ? {
          options: {
            items: [
              {
                type: 'control',
                layout: '0,0,8,1',
                icon: 'refresh',
                label: 'From the beginning',
                ...playing(entry, 'none'),
              },
            ],
          },
        }
      : {}),
  };
}

/**
 * @param again the action that shows the page anew
 * @param forget the one that forgets all
 */
export function historyPage(
  entries: HistoryEntry[],
  nowMs: number,
  flag: string,
  again: string,
  forget: string,
): JsonObject {
  const isEmpty = entries.length === 0;
  return {
    flag,
    type: 'list',
    headline: 'Shown last on this TV',
    important: true,
    cache: false,
    reuse: false,
    // One thing is played, not the whole list.
    template: { type: 'control', layout: '0,0,12,1', enumerate: false },
    items: isEmpty
      ? [{ icon: 'refresh', label: 'Nothing yet.', action: again }]
      : entries.map((entry) => item(entry, nowMs)),
    footer: isEmpty
      ? null
      : {
          items: [{ type: 'button', layout: '0,0,4,1', icon: 'clear', label: 'Forget all', action: forget }],
        },
  };
}
