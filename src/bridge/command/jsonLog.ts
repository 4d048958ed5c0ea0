import pino, { type Logger } from 'pino';

/** A log of one JSON object a line. */
export const jsonLog = (out: (line: string) => void): Logger =>
  pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => out(line.trimEnd()) },
  );
