import type { WorkerLog } from '../worker/workerLog.js';
import type { LogFormat } from './createJournal.js';
import { jsonLog } from './jsonLog.js';

/** @param err takes warnings and errors of the text format; the JSON format has one stream and levels */
export function createWorkerLog(
  format: LogFormat,
  out: (line: string) => void,
  err: (line: string) => void,
): WorkerLog {
  if (format === 'text')
    return (level, _event, sentence) =>
      (level === 'info' ? out : err)(`${new Date().toTimeString().slice(0, 8)}  ${sentence}`);
  const log = jsonLog(out);
  return (level, event, sentence, fields = {}) => log[level]({ event, ...fields }, sentence);
}
