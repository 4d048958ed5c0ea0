import type { HeadKeeper } from './createHead.js';
import type { Rung, Rungs } from './createRungs.js';
import { withView } from './withoutView.js';
import type { StoredView } from './storedView.js';

/** Puts views into the storage. */
export interface Intake {
  /** Stores a view at the end; before `open` it waits in memory. */
  add: (view: StoredView) => void;
  /** The storage can be written. */
  open: () => void;
  isOpen: () => boolean;
  /** Views that are not in the storage yet. */
  pending: () => number;
  /** Somebody cleared the storage under a page that lives: what it knows goes back in. */
  putBack: (rung: Rung) => void;
}

/** @param added a view is stored, and everybody knows */
export function createIntake(rungs: Rungs, head: HeadKeeper, added: () => void): Intake {
  let isOpen = false;
  /** Views that came before, in order. */
  const early: StoredView[] = [];
  /** Views on their way. */
  let storing = 0;

  function add(view: StoredView): void {
    if (!isOpen) {
      early.push(view);
      return;
    }
    storing++;
    let { mine } = rungs.home();
    let last: number;
    void rungs
      .onHome(
        ({ lease }, rung) => {
          const change = withView(lease, view);
          ({ mine } = rung);
          ({ last } = change.lease);
          return change;
        },
        () => {
          storing--;
          mine[last] = view;
          // A new one goes first.
          const current = head.current();
          if (current && current.isOld) head.forget();
        },
      )
      .then(added);
  }

  return {
    add,
    open: () => {
      isOpen = true;
      early.splice(0).forEach(add);
    },
    isOpen: () => isOpen,
    pending: () => storing + early.length,
    putBack: (rung) => {
      const { mine } = rung;
      rung.mine = {};
      head.forget();
      Object.keys(mine)
        .map(Number)
        .sort((a, b) => a - b)
        .forEach((number) => add(mine[number]!));
    },
  };
}
