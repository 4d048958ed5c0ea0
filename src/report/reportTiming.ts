/** Everything that waits. The defaults are right for a TV; tests shorten them. */
export interface ReportTiming {
  /** Reconnect: the first upper bound of the random delay, doubled at each failure … */
  reconnectMinMs: number;
  /** … up to this one. */
  reconnectMaxMs: number;
  /** A connection that lasted this long was good: the delay starts from the beginning. */
  stableAfterMs: number;
  /** Never more connection attempts than this in `attemptsWindowMs`. */
  maxAttempts: number;
  attemptsWindowMs: number;
  /** After refused credentials. */
  refusedRetryMs: number;
  /** After so long at another broker of the list the first one is tried again; up to a tenth more, at random. */
  firstAgainMs: number;
  /** When a server that has answered does not any more, the connection is made anew at random within this. */
  renewWithinMs: number;
  /** From the attempt to CONNACK. */
  connectTimeoutMs: number;
  /** From PUBLISH to PUBACK; without one the connection is dead. */
  pubackTimeoutMs: number;
  /** How often the broker is asked again for what the page listens to: it may have forgotten that (RabbitMQ). */
  listenAgainMs: number;
  /** From PUBLISH to the server's ack; doubled each time that nobody answers … */
  ackTimeoutMs: number;
  /** … up to this. */
  silenceMaxMs: number;
  /** Added to the pace, since what is sent 5 s apart may arrive less than that apart. */
  paceMarginMs: number;
  /** After `rate_limited` without a number. */
  rateLimitedMs: number;
  /** After `processing_error` or an unknown code: doubled at each of the five attempts. */
  errorBackoffMs: number;
  /** After a code that only the owner can cure, such as `player_not_registered`. */
  blockedRetryMs: number;
  /** How long a server remembers a view to know a duplicate. */
  duplicateMemoryMs: number;
  /** From one status to the next. */
  statusIntervalMs: number;
  /** From the first status of a connection to its second: the will of an earlier one may come in between (RabbitMQ). */
  statusAgainMs: number;
  /** Between two pictures there is a moment with none: only after this long is "nothing" reported. */
  nothingGraceMs: number;
  /** How often the page that reports says in the storage that it is alive. */
  leaseBeatMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

export const DEFAULT_TIMING: ReportTiming = {
  reconnectMinMs: SECOND_MS,
  reconnectMaxMs: 5 * MINUTE_MS,
  stableAfterMs: MINUTE_MS,
  maxAttempts: 10,
  attemptsWindowMs: MINUTE_MS,
  refusedRetryMs: 5 * MINUTE_MS,
  firstAgainMs: 60 * MINUTE_MS,
  renewWithinMs: MINUTE_MS,
  connectTimeoutMs: 20 * SECOND_MS,
  pubackTimeoutMs: 20 * SECOND_MS,
  listenAgainMs: 3 * MINUTE_MS,
  ackTimeoutMs: 10 * SECOND_MS,
  silenceMaxMs: 5 * MINUTE_MS,
  paceMarginMs: 250,
  rateLimitedMs: 5 * SECOND_MS,
  errorBackoffMs: 5 * SECOND_MS,
  blockedRetryMs: 5 * MINUTE_MS,
  duplicateMemoryMs: MINUTE_MS,
  statusIntervalMs: SECOND_MS,
  statusAgainMs: 5 * SECOND_MS,
  nothingGraceMs: 1500,
  leaseBeatMs: 5 * SECOND_MS,
};
