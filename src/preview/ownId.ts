const KEY = 'msx-host.id';
const LENGTH = 32;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An `info.id` as MSX makes one per installation: kept in this browser, new where storage is refused. */
export function ownId(): string {
  let id = '';
  for (let i = 0; i < LENGTH; i++) id += LETTERS.charAt(Math.floor(Math.random() * LETTERS.length));
  try {
    const kept = window.localStorage.getItem(KEY);
    if (kept) return kept;
    window.localStorage.setItem(KEY, id);
  } catch (error) {
    console.warn('No storage: this browser gets a new ID each time', error);
  }
  return id;
}
