/**
 * What a person, the build or the bridge has written into the page itself, in the element of this `id`: the text of a
 * file that then need not be asked for. Empty where there is none, and where `?config=` names a file to take.
 */
export function pageBlock(id: 'config' | 'menu'): string {
  const block = document.getElementById(id);
  return block && !/[?&]config=/.test(window.location.search) ? block.textContent.trim() : '';
}
