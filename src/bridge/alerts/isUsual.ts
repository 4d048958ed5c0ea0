import { DAYS_KEPT, QUARTERS_A_DAY, wasOn, type LocalTime, type Presence } from './presence.js';

/** The hours at which TVs should be on, as the owner says: from, and until when it is over, in quarters of a day. */
export interface Hours {
  fromQuarter: number;
  untilQuarter: number;
}

/** What is known of the times at which a TV is on. */
export interface Learnt {
  presence: Presence;
  /** When it would have been on, but for what was told as an outage: an outage is no new habit. */
  assumed: Presence;
}

const WEEK_DAYS = 7;

/** So many of the same weekday have to agree. */
const AGREEING = 2;

/** A TV that is on at any time may have been on twice at this one: so many of all its days have to agree. */
const MOST_DAYS = 1 / 2;

/**
 * Whether a TV is usually on at a time of a weekday: it was, on the last two of this weekday, and on half of all days.
 * A day on which it was not on at all says nothing, since places close for a holiday. So it takes two weeks to learn a
 * TV that is new, and a day that is unlike the others brings no alert with it.
 * @param hours what the owner says instead; null = learn it
 */
export function isUsual(visits: Learnt, at: LocalTime, hours: Hours | null): boolean {
  if (hours) return isWithin(hours, at.quarter);
  const { presence, assumed } = visits;
  const { day, quarter } = at;
  let agreeing = 0;
  let isSeen = false;
  for (let before = day - WEEK_DAYS; before >= day - DAYS_KEPT && agreeing < AGREEING; before -= WEEK_DAYS) {
    if (!presence.has(before) && !assumed.has(before)) continue;
    const wasThere = wasOn(presence, { day: before, quarter });
    if (!wasThere && !wasOn(assumed, { day: before, quarter })) return false;
    isSeen ||= wasThere;
    agreeing++;
  }
  return agreeing === AGREEING && isSeen && isOnMostDays(visits, at);
}

function isOnMostDays({ presence, assumed }: Learnt, { day, quarter }: LocalTime): boolean {
  let days = 0;
  let on = 0;
  for (const known of presence.keys()) {
    if (known >= day) continue;
    days++;
    if (wasOn(presence, { day: known, quarter }) || wasOn(assumed, { day: known, quarter })) on++;
  }
  return on >= days * MOST_DAYS;
}

/** Hours may go over midnight: 18 to 2. */
const isWithin = ({ fromQuarter, untilQuarter }: Hours, quarter: number): boolean =>
  (quarter - fromQuarter + QUARTERS_A_DAY) % QUARTERS_A_DAY <
  ((untilQuarter - fromQuarter + QUARTERS_A_DAY - 1) % QUARTERS_A_DAY) + 1;
