import { headAndRest } from './readAction.js';
import type { BusyOwner } from './busySigns.js';
import type { Tools } from './tools.js';

/** `busy:start:ID`, `interaction:busy:stop:ID`, `player:busy:…`. */
export function busyVerb({ busy }: Tools, owner: BusyOwner, text: string): boolean {
  const [what, id] = headAndRest(text);
  if (!id || (what !== 'start' && what !== 'stop')) return false;
  busy[what](owner, id);
  return true;
}
