/** What a bridge tells the others of itself. */
export interface Neighbour {
  id: string;
  /** For people: its machine and port. */
  name: string;
  /** See libraryDigest; null = the media folder is not looked through yet. */
  library: string | null;
}

/** The other bridges on the same database, and whether they show the same. */
interface Neighbours {
  /** Another bridge, or this one itself, has told of itself. */
  heard(bridge: Neighbour): void;
  /** A sentence where the media folder of another bridge is not the same; null = nothing is known against it. */
  difference(): string | null;
  close(): void;
}

interface NeighboursOptions {
  /** This bridge, as it is now. */
  own: () => Neighbour;
  tell: (bridge: Neighbour) => Promise<void>;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Gets a sentence where a difference begins, or its telling failed. */
  onFault: (sentence: string) => void;
}

const LOOK_MS = 5000;
/** So often it is told what has not changed. */
const TELL_MS = 30_000;
/** A bridge that was not heard of for so long is gone. */
const GONE_MS = 3 * TELL_MS;
/** A file that is copied is seen by one bridge after the other, at the latest when the folder is looked through. */
const PATIENCE_MS = 6 * 60_000;

/** Tells the other bridges what this one has in its media folder, and compares. */
export function createNeighbours({ own, tell, monotonicMs, onFault }: NeighboursOptions): Neighbours {
  const others = new Map<string, Neighbour & { heardAtMs: number; differsSinceMs: number | null }>();
  let toldAtMs = -Infinity;
  let toldLibrary: string | null = null;
  let said: string | null = null;

  function compare(): void {
    const { library } = own();
    for (const [id, other] of others) {
      if (monotonicMs() - other.heardAtMs > GONE_MS) others.delete(id);
      const differs = library !== null && other.library !== null && library !== other.library;
      other.differsSinceMs = differs ? (other.differsSinceMs ?? monotonicMs()) : null;
    }
    const sentence = difference();
    if (sentence !== null && sentence !== said) onFault(sentence);
    said = sentence;
  }

  function difference(): string | null {
    const names = [...others.values()]
      .filter(
        ({ differsSinceMs }) => differsSinceMs !== null && monotonicMs() - differsSinceMs >= PATIENCE_MS,
      )
      .map(({ name }) => name)
      .sort();
    return names.length === 0
      ? null
      : `The media folder is not the same as that of ${names.join(', ')}: give all bridges the same files.`;
  }

  function look(): void {
    compare();
    const bridge = own();
    if (bridge.library === toldLibrary && monotonicMs() - toldAtMs < TELL_MS) return;
    toldLibrary = bridge.library;
    toldAtMs = monotonicMs();
    tell(bridge).catch((error: unknown) => {
      toldAtMs = -Infinity;
      onFault(`The other bridges could not be told of the media folder: ${String(error)}`);
    });
  }

  const looking = setInterval(look, LOOK_MS);
  return {
    heard(bridge) {
      if (bridge.id === own().id) return;
      const before = others.get(bridge.id);
      if (!before) toldAtMs = -Infinity; // it has just come, and does not know this one
      const { differsSinceMs = null } = before ?? {};
      others.set(bridge.id, { ...bridge, heardAtMs: monotonicMs(), differsSinceMs });
      compare();
    },
    difference,
    close: () => clearInterval(looking),
  };
}
