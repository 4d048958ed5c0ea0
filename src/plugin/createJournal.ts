import type { Log, Notice } from '../tvx/notice.js';
import type { PageNotice } from './pluginCodes.js';

/** The log of the page: the browser's console, MSX's own log once it is there, and the last lines for the status page. */
export interface Journal {
  log: Log<PageNotice>;
  /** The last lines, newest first. */
  lines(): Notice[];
  /** Hands over to MSX's log what there has been, and all that comes. */
  connect(log: Log<Notice>): void;
}

const KEPT_LINES = 20;

export function createJournal(): Journal {
  const kept: Notice[] = [];
  let msx: Log<Notice> | null = null;
  return {
    log: (notice) => {
      kept.unshift(notice);
      if (kept.length > KEPT_LINES) kept.pop();
      console[notice.level](`[${notice.code}] ${notice.message}`);
      msx?.(notice);
    },
    lines: () => kept.slice(),
    connect: (log) => {
      kept
        .slice()
        .reverse()
        .forEach((notice) => log(notice));
      msx = log;
    },
  };
}
