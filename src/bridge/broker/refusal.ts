/** What was refused, for the log; by the broker, but for a registration. */
export interface Refusal {
  /** Closed list. */
  code:
    | 'too_many_attempts'
    | 'too_many_registrations'
    | 'sign_in_refused'
    | 'publish_refused'
    | 'subscribe_refused'
    | 'too_many_filters'
    | 'too_many_messages'
    | 'packet_refused';
  address: string;
  playerKey: string | undefined;
  /** A sentence's end: why. */
  reason: string;
}
