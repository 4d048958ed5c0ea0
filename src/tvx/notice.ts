/** Something worth knowing that happened on the TV: one line of MSX's log, and of the status page. */
export interface Notice {
  /** Stable name from a closed list: src/tvx/codes.ts, src/report/codes.ts, src/plugin/codes.ts. */
  code: string;
  level: 'info' | 'warn' | 'error';
  /** A sentence for a person. Never contains credentials. */
  message: string;
  /** What to do about it, a sentence. */
  remedy?: string;
}

export type Log = (notice: Notice) => void;
