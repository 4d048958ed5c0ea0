/** Something worth knowing that happened on the TV: one line of MSX's log, and of the status page. */
export interface Notice {
  /** Stable name from a room's closed list. */
  code: string;
  level: 'info' | 'warn' | 'error';
  /** A sentence for a person. Never contains credentials. */
  message: string;
  /** What to do about it, a sentence. */
  remedy?: string;
}

/** What takes the notices of a room: `Log<TvxNotice>`. A code that is not in the room's list is an error of types. */
export type Log<Taken extends Notice> = (notice: Taken) => void;

/**
 * The shape of every room's closed list: each code with its level and, where it says one, what to do about it. What
 * each means stands in the README or in docs/reporting.md, which tests hold to the lists. Only types use them: a TV
 * needs no more than what it shows.
 */
export type CodeTable = Readonly<Record<string, readonly [level: Notice['level'], remedy?: string]>>;

/** A notice of a room: its level, and its remedy where it says one, are those of the room's list. */
export type NoticeOf<Table extends CodeTable> = {
  [Code in keyof Table & string]: {
    code: Code;
    level: Table[Code][0];
    message: string;
    remedy?: Table[Code] extends readonly [unknown, infer Remedy] ? Remedy : never;
  };
}[keyof Table & string];
