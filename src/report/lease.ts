import type { RecentStamps } from './storedView.js';

/** What the pages hand on to each other, beside the views. @wire */
export interface OutboxState {
  /** Device clock, ms since 1970. */
  lastSentAtMs: number;
  attempts: number[];
  /** The address of the broker at which a server has answered; '' = none ever has. */
  answeredAt: string;
  recent: RecentStamps;
  /** Views without a known time: post, and when it was sent (device clock). */
  unknown: [postId: number, sentAtMs: number][];
  sent: number;
  refused: number;
  dropped: number;
}

/** One record in each storage: who reports, what is handed on, and where the queue begins and ends. @wire */
export interface Lease extends OutboxState {
  /** The page that reports; '' = none. */
  owner: string;
  /** Changes with every transaction of the owner: no page has to trust another's clock. */
  beat: number;
  /** No record has a lower number … */
  first: number;
  /** … or a higher one. */
  last: number;
  /** Those with a lower number were sent. Counts only as long as no server has answered. */
  next: number;
}

export const NO_LEASE: Lease = {
  lastSentAtMs: 0,
  attempts: [],
  answeredAt: '',
  recent: [],
  unknown: [],
  sent: 0,
  refused: 0,
  dropped: 0,
  owner: '',
  beat: 0,
  first: 1,
  last: 0,
  next: 0, // as in version 0.1.0, which did not have it
};
