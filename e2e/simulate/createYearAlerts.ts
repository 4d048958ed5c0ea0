import type { lifeOf } from './yearOfTvs.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const AFTER_MS = 10 * MINUTE_MS;
/** A look comes every three minutes, and the bridge is off for up to 22, after which it waits anew. */
const LATE_MS = 22 * MINUTE_MS + AFTER_MS + 12 * MINUTE_MS;

interface Told {
  code: string;
  state: 'begin' | 'end';
  player_id: string;
  at: string;
}

interface Outage {
  tv: number;
  fromMs: number;
  untilMs: number;
  /** The first moment at which the TV was there again, and stayed; null = not yet. */
  backMs: number | null;
}

/** What should be told of the year, and what was. */
export function createYearAlerts(lives: readonly ReturnType<typeof lifeOf>[]) {
  const outages: Outage[] = lives.flatMap(({ outages }, tv) =>
    outages.map(({ fromMs, untilMs }) => ({ tv, fromMs, untilMs, backMs: null })),
  );
  const wasThere = lives.map(() => false);
  let lastMs = 0;
  const saying = ({ tv, fromMs }: Outage): string => `TV ${tv} from ${new Date(fromMs).toISOString()}`;
  return {
    /** @param isThere whether each TV can be seen */
    sawAt(atMs: number, isThere: readonly boolean[]): void {
      for (const outage of outages)
        if (outage.backMs === null && outage.untilMs <= atMs && isThere[outage.tv] && wasThere[outage.tv])
          outage.backMs = atMs;
      isThere.forEach((there, tv) => (wasThere[tv] = there));
      lastMs = atMs;
    },
    /** @returns each outage that was not told as it should be, and each alert that is for none */
    judge(bodies: readonly string[], fact: (what: string, value: number, unit: string) => void): string[] {
      const told = bodies.map((body) => JSON.parse(body) as Told);
      const failures = told
        .filter(({ code }) => code !== 'tv-gone')
        .map(({ code, at }) => `${code} at ${at} is told of nothing`);
      const left = told.filter(({ code }) => code === 'tv-gone');
      const take = (state: Told['state'], tv: number, fromMs: number, withinMs: number): boolean => {
        const found = left.findIndex((one) => {
          const delayMs = Date.parse(one.at) - fromMs;
          return (
            one.state === state && one.player_id === `msx_tv${tv}` && delayMs >= 0 && delayMs <= withinMs
          );
        });
        if (found >= 0) left.splice(found, 1);
        return found >= 0;
      };
      const expected = outages.filter(({ fromMs }) => fromMs < lastMs - DAY_MS);
      const begun = expected.filter((one) => {
        const isTold = take('begin', one.tv, one.fromMs + AFTER_MS - 3 * MINUTE_MS, LATE_MS);
        if (!isTold) failures.push(`the outage of ${saying(one)} was not told in time`);
        return isTold;
      });
      const over = begun.filter(({ backMs }) => backMs !== null && backMs < lastMs - LATE_MS);
      for (const one of over)
        if (!take('end', one.tv, one.backMs!, LATE_MS))
          failures.push(`the end of ${saying(one)} was not told in time`);
      const isLate = ({ at }: Told): boolean => Date.parse(at) >= lastMs - DAY_MS;
      failures.push(
        ...left
          .filter((one) => !isLate(one))
          .map(({ state, player_id: id, at }) => `a ${state} of ${id} at ${at} is for nothing`),
      );
      fact('outages put in', expected.length, '');
      fact('told in time', begun.length, '');
      fact('of which were over, and told so', over.length, '');
      fact('messages', told.length, '');
      return failures;
    },
  };
}
