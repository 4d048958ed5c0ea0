import type { CodeTable, NoticeOf } from './notice.js';

/** What this room writes to the log. What each means and what to do: README, "When something is wrong". */
export const TVX_CODES = {
  'tvx-missing': ['error', 'Put tvx-plugin.min.js beside plugin.html, or let the TV reach msx.benzac.de.'],
  'device-id-missing': ['warn'],
  'storage-refused': ['warn'],
} as const satisfies CodeTable;

export type TvxNotice = NoticeOf<typeof TVX_CODES>;
