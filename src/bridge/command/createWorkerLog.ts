import pino from 'pino';
import type { LogFormat } from './createJournal.js';

/** What a worker tells. */
export type WorkerEvent =
  | 'connected'
  | 'broker_away'
  | 'database_away'
  | 'database_back'
  | 'counts'
  | 'dropped'
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

/** @param err takes warnings and errors of the text format; the JSON format has one stream and levels */
export function createWorkerLog(
  format: LogFormat,
  out: (line: string) => void,
  err: (line: string) => void,
): WorkerLog {
  if (format === 'text')
    return (level, _event, sentence) =>
      (level === 'info' ? out : err)(`${new Date().toTimeString().slice(0, 8)}  ${sentence}`);
  const log = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => out(line.trimEnd()) },
  );
  return (level, event, sentence, fields = {}) => log[level]({ event, ...fields }, sentence);
}
