/**
 * Why a bridge or a worker is not ready: all codes, each with a sentence for a person. Anybody may ask, so that no
 * sentence tells an address, a path or what a driver says: the log does.
 */
const REASONS = {
  'database-away': 'The database does not take what is written: the log says why.',
  'library-unread': 'The media folder is still being looked through.',
  'library-gone': 'The media folder cannot be read: see whether its drive is there.',
  'library-differs': 'The media folder is not the same as that of another bridge: the log says which.',
  'broker-closed': 'The broker takes no connections.',
  'broker-away': 'There is no connection to the broker: the log says why.',
  'no-answer': 'It did not answer in time.',
} as const;

export type NotReadyCode = keyof typeof REASONS;

/** What is wrong, as `/readyz` says it. */
export interface NotReady {
  code: NotReadyCode;
  reason: string;
}

/** @example notReady('library-unread').reason // 'The media folder is still being looked through.' */
export const notReady = (code: NotReadyCode): NotReady => ({ code, reason: REASONS[code] });
