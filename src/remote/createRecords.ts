import type { CommandStatus } from '../makapix/command.js';

/** What became of a command. @wire */
export interface CommandRecord {
  id: string;
  /** null: it is not done yet. */
  status: CommandStatus | null;
  error: string | null;
  /** The broker has the answer. */
  isTold: boolean;
  /** How often it came, where that is more than once before it was done. */
  copies: number;
}

/** The commands of late, so that one that comes again is not done again, also not after a restart. */
interface Records {
  /** What was there before this page has been read. */
  loaded: Promise<void>;
  find: (id: string) => CommandRecord | undefined;
  add: (id: string) => CommandRecord;
  /** Those whose answer is not told yet. */
  untold: () => CommandRecord[];
  /** Keeps them as they are now. */
  save: () => Promise<void>;
}

const MOST = 50;

const INTERRUPTED = 'The plugin was started again before it was done.';

/** Somebody else may have written it, or an older page. */
const isRecord = (value: unknown): value is CommandRecord =>
  typeof value === 'object' && value !== null && typeof (value as CommandRecord).id === 'string';

function parse(text: string | null): CommandRecord[] {
  if (!text) return [];
  try {
    return ([] as unknown[]).concat(JSON.parse(text)).filter(isRecord);
  } catch {
    return []; // half written: they can come again
  }
}

/**
 * @param read what an earlier page kept; never rejected
 * @param write keeps it
 */
export function createRecords(
  read: () => Promise<string | null>,
  write: (text: string) => Promise<void>,
): Records {
  let records: CommandRecord[] = [];
  const loaded = read().then((text) => {
    records = parse(text).map((record) =>
      record.status ? record : { ...record, status: 'error', error: INTERRUPTED },
    );
  });
  const first = (isIt: (record: CommandRecord) => boolean) => records.filter(isIt)[0];
  return {
    loaded,
    find: (id) => first((record) => record.id === id),
    add: (id) => {
      const record: CommandRecord = { id, status: null, error: null, isTold: false, copies: 1 };
      // A flood may not push out what waits to be done, or what somebody waits to hear of.
      if (records.length >= MOST) {
        const gone = first(({ isTold }) => isTold) || first(({ status }) => !!status);
        records = records.filter((one) => one !== gone);
      }
      records = records.concat(record);
      return record;
    },
    untold: () => records.filter(({ status, isTold }) => status && !isTold),
    save: () => write(JSON.stringify(records)),
  };
}
