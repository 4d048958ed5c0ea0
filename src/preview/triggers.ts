import { type Fields, textOf } from './fields.js';
import { knowsExtendedProperty } from './versions.js';

/** `trigger:ending` runs when this many seconds or fewer remain (special/extended-properties). */
const ENDING_S = 10;

const SHOT = 'shot:';

/** The position at which a timed trigger runs, in seconds; null for a key that is not about time. */
function dueAt(key: string, durationS: number): number | null {
  const timed = /^(-?)(\d+)(%?)$/.exec(key);
  if (timed) {
    const value = Number(timed[2]);
    if (timed[3]) return (value / 100) * durationS;
    return timed[1] ? durationS - value : value;
  }
  if (key === 'ending') return durationS - ENDING_S;
  if (key === 'quartile1') return 0;
  if (key === 'first_quartile' || key === 'quartile2') return durationS / 4;
  if (key === 'midpoint' || key === 'quartile3') return durationS / 2;
  if (key === 'third_quartile' || key === 'quartile4') return (durationS * 3) / 4;
  return null;
}

/** The trigger keys whose time lies in the interval that was just played, in the order of the clock. */
export function dueTriggers(keys: string[], fromS: number, toS: number, durationS: number): string[] {
  return keys
    .map((key) => ({ key, at: dueAt(key, durationS) }))
    .filter(({ at }) => at !== null && toS > fromS && Math.max(0, at) >= fromS && Math.max(0, at) < toS)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    .map(({ key }) => key);
}

/** The triggers of what is played now. */
export interface Triggers {
  keys(): string[];
  /**
   * The actions of a trigger: first the item's own, then what was set at run time, which takes the place of
   * neither. A `shot:` is handed out once.
   */
  take(key: string): string[];
  /** `trigger:KEY:ACTION`; the action `none` removes it again. */
  set(key: string, action: string): void;
  /** Whether the item says itself what is to come at its end. */
  has(key: string): boolean;
}

export function createTriggers(properties: Fields, version: string): Triggers {
  const own: Record<string, string> = {};
  const atRunTime: Record<string, string> = {};
  Object.keys(properties).forEach((name) => {
    if (name.indexOf('trigger:') === 0 && knowsExtendedProperty(name, version))
      own[name.slice('trigger:'.length)] = textOf(properties[name]);
  });
  return {
    keys: () =>
      Object.keys(own).concat(
        Object.keys(atRunTime).filter((key) => !Object.prototype.hasOwnProperty.call(own, key)),
      ),
    take: (key) =>
      [own, atRunTime]
        .map((from) => {
          const action = from[key] ?? '';
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a shot is used up
          if (action.indexOf(SHOT) === 0) delete from[key];
          return action.indexOf(SHOT) === 0 ? action.slice(SHOT.length) : action;
        })
        .filter((action) => action !== ''),
    set: (key, action) => {
      // guess(trigger-none): it removes what was set at run time; whether the item's own goes, too, is not said
      atRunTime[key] = action === 'none' ? '' : action;
    },
    has: (key) => (own[key] ?? '') !== '',
  };
}
