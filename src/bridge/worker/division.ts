import { createHash } from 'node:crypto';

/** How the workers of a broker divide the players' messages. */
export type Division =
  /** Each has a subscription of its own to everything, and takes the players of one part. */
  | { kind: 'parts'; part: number; of: number }
  /** The broker hands the messages of one subscription out in turn. */
  | { kind: 'shared' };

/**
 * The client id, and with it the session in which messages wait while the worker is away. Each part has one for
 * itself, whoever takes it: in a session that another division has filled there are players of other parts as well.
 * @param name of the worker, which tells those apart that share
 */
export const clientIdOf = (division: Division, group: string, name: string): string =>
  division.kind === 'shared' ? `msx-${group}-${name}` : `msx-${group}-${division.part}-of-${division.of}`;

/** For people: what there may be one worker for. */
export const placeOf = (division: Division, name: string): string =>
  division.kind === 'shared' ? `the name ${name}` : `part ${division.part}/${division.of}`;

/** Whether a worker takes the messages of a player, by a hash of its key: all workers agree without talking. */
export function takesPlayer(division: Division, playerKey: string): boolean {
  if (division.kind === 'shared' || division.of === 1) return true;
  const hash = createHash('sha256').update(playerKey).digest().readUInt32BE();
  return hash % division.of === division.part - 1;
}
