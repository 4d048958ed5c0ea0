import type { CodeTable, NoticeOf } from '../tvx/notice.js';

/** What commands write to the log. What each means is said in docs/remote.md. */
export const REMOTE_CODES = {
  'command-unreadable': ['warn', 'Send commands as docs/remote.md has them.'],
  'command-done': ['info'],
  'command-failed': ['warn'],
  'health-refused': ['warn', 'Let the player write health.'],
} as const satisfies CodeTable;

/** A notice of this room. */
export type RemoteNotice = NoticeOf<typeof REMOTE_CODES>;
