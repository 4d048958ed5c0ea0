import { reasonOf } from '../text/reasonOf.js';
import { alertBody, type AlertTv } from './alertBody.js';
import type { AlertChanges, AlertStore } from './alertStore.js';
import type { Seen, Wrong } from './decideCondition.js';
import { decideLook, type Remembered } from './decideLook.js';
import { QUARTER_MS } from './presence.js';
import type { TvSight, TvWatch, WatchRules } from './watchTv.js';
import { readWatch, watchText } from './watchText.js';

interface AlertsOptions extends Omit<WatchRules, 'watchedSinceMs'> {
  store: AlertStore;
  /** All TVs that the bridge knows. */
  tvs: () => Promise<(AlertTv & TvSight)[]>;
  /** Whether the disk is nearly full. */
  disk: () => Promise<Seen>;
  /** To whom alerts are told. */
  targets: readonly string[];
  /** Tells all of them what cannot be written; rejects where one has not got it. */
  tellUnwritten: (body: string) => Promise<void>;
  /** ms since 1970 */
  now: () => number;
  onFault: (sentence: string) => void;
}

/** Looks at all TVs. */
interface Alerts {
  /** One look, to be had once a minute; what begins or ends is written down with its messages. Never rejects. */
  look(): Promise<void>;
}

/** The name under which the machine of the bridge is kept among the TVs: no TV has it. */
const BRIDGE = '';

/** When the last look is longer ago, the machine has slept, or its clock was set. */
const LONGEST_PAUSE_MS = 3 * 60_000;

/** @throws what the store throws when it cannot be read */
export async function createAlerts(options: AlertsOptions): Promise<Alerts> {
  const { store, now, targets, onFault } = options;
  let known = await readAll(store);
  /** As the database has it. */
  let kept = new Map(known.watches);
  let watchedSinceMs = now();
  let lastLookMs = watchedSinceMs;

  async function look(): Promise<void> {
    const atMs = now();
    if (atMs < lastLookMs || atMs - lastLookMs > LONGEST_PAUSE_MS) watchedSinceMs = atMs;
    lastLookMs = atMs;
    const disk = await options.disk().catch((error: unknown): Seen => {
      onFault(`The disk could not be looked at: ${reasonOf(error)}`);
      return 'unknown';
    });
    const { after, told } = decideLook(known, await options.tvs(), disk, atMs, {
      ...options,
      watchedSinceMs,
    });
    const watches = changesOf(kept, after);
    if (told.some(([, tv]) => tv === null))
      watches.push({ playerId: BRIDGE, text: after.disk && JSON.stringify(after.disk) });
    const bodies = told.map(([change, tv]) => alertBody(change, tv));
    const messages = targets.flatMap((target) => bodies.map((body) => ({ target, body, madeAtMs: atMs })));
    if (watches.length > 0 || messages.length > 0)
      try {
        await store.save({ watches, messages });
      } catch (error) {
        await tellOfDisk(after, told);
        throw error;
      }
    // What was decided counts only once it is written: else the next look decides it again.
    known = after;
    const written = new Set(watches.map(({ playerId }) => playerId));
    kept = new Map(
      [...after.watches].map(([id, watch]) => [id, written.has(id) ? watch : (kept.get(id) ?? watch)]),
    );
  }

  /** A full disk does not take the message that says so: it is told all the same, once in the life of the bridge. */
  async function tellOfDisk(
    { disk }: Remembered,
    told: ReturnType<typeof decideLook>['told'],
  ): Promise<void> {
    const change = told.find(([, tv]) => tv === null)?.[0];
    if (!change) return;
    await options.tellUnwritten(alertBody(change, null));
    known = { ...known, disk };
  }

  return {
    look: () => look().catch((error: unknown) => onFault(`Alerts could not be decided: ${reasonOf(error)}`)),
  };
}

async function readAll(store: AlertStore): Promise<Remembered> {
  const rows = await store.watches();
  const disk = rows.find(({ playerId }) => playerId === BRIDGE);
  return {
    watches: new Map(
      rows.filter((row) => row !== disk).map(({ playerId, text }) => [playerId, readWatch(text)]),
    ),
    disk: disk ? (JSON.parse(disk.text) as Wrong) : null,
  };
}

/** What has to be written. */
const changesOf = (
  kept: ReadonlyMap<string, TvWatch>,
  { watches }: Remembered,
): AlertChanges['watches'][number][] => [
  ...[...watches]
    .filter(([playerId, watch]) => isWorthWriting(kept.get(playerId), watch))
    .map(([playerId, watch]) => ({ playerId, text: watchText(watch) })),
  ...[...kept.keys()]
    .filter((playerId) => !watches.has(playerId))
    .map((playerId) => ({ playerId, text: null })),
];

/** A TV is online all the time: that alone is written once a quarter of an hour. */
const isWorthWriting = (kept: TvWatch | undefined, watch: TvWatch): boolean =>
  kept === undefined ||
  (watch.lastOnlineMs ?? 0) - (kept.lastOnlineMs ?? 0) >= QUARTER_MS ||
  !(
    isPlainlyAlike(kept, watch) ||
    watchText({ ...kept, lastOnlineMs: null }) === watchText({ ...watch, lastOnlineMs: null })
  );

/** The rule at nearly every look, without the text of weeks. */
const isPlainlyAlike = (kept: TvWatch, { presence, assumed, drops, wrong }: TvWatch): boolean =>
  kept.presence === presence &&
  kept.assumed === assumed &&
  kept.drops === drops &&
  JSON.stringify(kept.wrong) === JSON.stringify(wrong);
