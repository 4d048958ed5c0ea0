/** What may be wrong with a TV, or with the machine of the bridge. */
export type AlertCode = TvAlertCode | 'disk-nearly-full';

export type TvAlertCode = 'tv-gone' | 'views-waiting' | 'views-dropped' | 'clock-off' | 'memory-only';

/** An alert that begins or ends. */
export interface AlertChange<Code extends AlertCode = AlertCode> {
  code: Code;
  state: 'begin' | 'end';
  /** Since when it is so, or was, ms since 1970. */
  sinceMs: number;
  /** When it was decided, ms since 1970. */
  atMs: number;
  /** It ends since nobody looks after the TV any more. */
  isUnwatched?: boolean;
}
