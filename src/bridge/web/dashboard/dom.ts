import type { Kind } from './callApi.js';

/** An element by its ID; the page has it. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** An element with a class, and texts or elements in it. Texts are texts: nothing in them is markup. */
export function make(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

const SIGNS: Record<Kind, string> = { image: '▧', audio: '♪', video: '▶' };

/** The picture of a post, or a sign where it has none. */
export function picture(postId: number, kind: Kind | null): Node {
  const sign = make('span', 'sign', SIGNS[kind ?? 'image']);
  const image = document.createElement('img');
  image.alt = '';
  image.loading = 'lazy';
  image.src = `/api/posts/${postId}/picture`;
  image.onerror = () => image.replaceWith(sign);
  return image;
}

/** An SVG as a part of the page, so that its colours are the page's. */
export function svgOf(text: string): Node {
  return document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
}

/** Shows an SVG of the bridge. */
export async function showSvg(into: HTMLElement, path: string): Promise<void> {
  const response = await fetch(path);
  if (!response.ok) return;
  into.replaceChildren(svgOf(await response.text()));
}

/** `5 min ago`; a time of another day with its date. */
export function ago(iso: string): string {
  const minutes = Math.floor((Date.now() - Date.parse(iso)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(iso).toLocaleDateString();
}

/** `14:05:09`, with the date where it is not today. */
export function clockTime(iso: string): string {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? time.toLocaleTimeString() : time.toLocaleString();
}
