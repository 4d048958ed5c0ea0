/** What a worker tells. */
export type WorkerEvent =
  | 'health'
  | 'connected'
  | 'broker-away'
  | 'database-away'
  | 'database-back'
  | 'counts'
  | 'dropped'
  | 'put-aside'
  | 'refused'
  | 'fault'
  | 'stopping'
  | 'stopped'
  | 'problem';

export type Level = 'info' | 'warn' | 'error';

/** @param fields further facts, for a machine */
export type WorkerLog = (
  level: Level,
  event: WorkerEvent,
  sentence: string,
  fields?: Record<string, string | number>,
) => void;

/** For a database that does not answer and is waited for. */
export const tellAway =
  (log: WorkerLog) =>
  (reason: string): void =>
    log('error', 'database-away', `The database does not answer (${reason}): trying again`, { reason });
