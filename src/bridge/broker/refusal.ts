/** What was refused, for the log; by the broker, but for a registration. */
export interface Refusal {
  /** Closed list. */
  code:
    | 'too-many-attempts'
    | 'too-many-registrations'
    | 'sign-in-refused'
    | 'publish-refused'
    | 'subscribe-refused'
    | 'too-many-filters'
    | 'too-many-messages'
    | 'message-refused'
    | 'packet-refused'
    | 'not-reading';
  address: string;
  playerKey: string | undefined;
  /** A sentence's end: why. */
  reason: string;
}
