/** An element with a class and, if given, trusted HTML (build it with richText.ts). */
export function element(className: string, html = '', tag = 'div'): HTMLElement {
  const created = document.createElement(tag);
  created.className = className;
  if (html) created.innerHTML = html;
  return created;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html lacks #${id}`);
  return found;
}

/** Element.remove is missing in older TVs. */
export function detach(node: Node): void {
  if (node.parentNode) node.parentNode.removeChild(node);
}

export function clear(node: Node): void {
  while (node.firstChild) node.removeChild(node.firstChild);
}

/** classList.toggle with its second argument, which WebKit 538 ignores. */
export function toggleClass(node: Element, name: string, on: boolean): void {
  if (on) node.classList.add(name);
  else node.classList.remove(name);
}

export function cssUrl(url: string): string {
  return `url("${url.replace(/["\\\n]/g, (character) => encodeURIComponent(character))}")`;
}
