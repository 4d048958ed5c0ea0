/** Key codes by the names of keys in browsers: what the small MSX listens to, since TVs of 2014 have no `event.key`. */
const KEY_CODES: Record<string, number> = {
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Enter: 13,
  Backspace: 8,
  Escape: 27,
  PageUp: 33,
  PageDown: 34,
  Space: 32,
};

/** @throws an Error for a key that a remote control of the small MSX does not have */
export function keyCodeOf(key: string): number {
  const code = /^[a-z0-9 ]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : KEY_CODES[key];
  if (code === undefined) throw new Error(`There is no key "${key}"`);
  return code;
}
