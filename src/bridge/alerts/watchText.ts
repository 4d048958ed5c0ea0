import type { Presence } from './presence.js';
import { NEW_TV, type TvWatch } from './watchTv.js';

const HEXADECIMAL = 16;

const presenceText = (presence: Presence): [number, string][] =>
  [...presence].map(([day, bits]) => [day, bits.toString(HEXADECIMAL)]);

const readPresence = (days: [number, string][]): Presence =>
  new Map(days.map(([day, bits]) => [day, BigInt(`0x${bits}`)]));

/** What is remembered of a TV, as the database keeps it. */
export const watchText = ({ presence, assumed, lastOnlineMs, drops, wrong }: TvWatch): string =>
  JSON.stringify({
    lastOnlineMs,
    drops,
    wrong,
    presence: presenceText(presence),
    assumed: presenceText(assumed),
  });

/**
 * Reads it again. A TV has not been online without a break since before the bridge was started.
 * @throws where it is not what `watchText` has written
 */
export function readWatch(text: string): TvWatch {
  const { presence, assumed, ...rest } = JSON.parse(text) as Omit<TvWatch, 'presence' | 'assumed'> & {
    presence: [number, string][];
    assumed: [number, string][];
  };
  return { ...NEW_TV, ...rest, presence: readPresence(presence), assumed: readPresence(assumed) };
}
