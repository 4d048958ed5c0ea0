/** Whose busy sign it is: a plugin's and a player's end with the plugin and the player. */
export type BusyOwner = 'app' | 'interaction' | 'player';

/** A busy sign never stays longer than this (special/internal-actions). */
const BUSY_AT_MOST_MS = 30_000;

export interface BusySigns {
  start(owner: BusyOwner, id: string): void;
  stop(owner: BusyOwner, id: string): void;
  /** The plugin or the player is gone. */
  stopAll(owner: BusyOwner): void;
}

/** The signs of `busy:start:ID` and its kind. Each ID counts once, for its owner. */
export function createBusySigns(show: (on: boolean) => void): BusySigns {
  const timers: Record<string, number> = {};

  function stop(owner: BusyOwner, id: string): void {
    const key = `${owner}:${id}`;
    const timer = timers[key];
    if (timer === undefined) return;
    window.clearTimeout(timer);
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the sign is gone
    delete timers[key];
    show(false);
  }

  return {
    start: (owner, id) => {
      const key = `${owner}:${id}`;
      const running = timers[key];
      // guess(busy-again): starting a sign again gives it its 30 s anew
      if (running === undefined) show(true);
      else window.clearTimeout(running);
      timers[key] = window.setTimeout(() => stop(owner, id), BUSY_AT_MOST_MS);
    },
    stop,
    stopAll: (owner) =>
      Object.keys(timers)
        .filter((key) => key.indexOf(`${owner}:`) === 0)
        .forEach((key) => stop(owner, key.slice(owner.length + 1))),
  };
}
