import { byId, toggleClass } from './dom.js';
import { escapeHtml } from './richText.js';

/** What the page shows when it was opened without a start parameter: it asks for one. */
export function askForStart(message: string): void {
  const page = byId('start-page');
  const folder = window.location.href.replace(/[?#].*$/, '').replace(/[^/]*$/, '');
  const example = `menu:request:interaction:init@${folder}plugin/plugin.html`;
  page.innerHTML =
    `<form><h1>MSX host</h1>` +
    `<p>${escapeHtml(message)} This page behaves like Media Station X on a TV. It needs a start parameter, the same as one enters there.</p>` +
    `<input id="start-parameter" spellcheck="false" autocomplete="off" value="${escapeHtml(example)}">` +
    `<button type="submit">Start</button>` +
    `<p class="small">A menu or a content document works as well: <code>menu:http://…/menu.json</code></p></form>`;
  page.style.display = 'block';
  toggleClass(document.body, 'asking', true);
  const input = byId('start-parameter') as HTMLInputElement;
  input.focus();
  const form = page.querySelector('form');
  if (form)
    form.onsubmit = (event) => {
      event.preventDefault();
      const rest = window.location.search.replace(/^\?/, '').replace(/(^|&)start=[^&]*/, '');
      window.location.search = `?start=${encodeURIComponent(input.value)}${rest && `&${rest.replace(/^&/, '')}`}`;
    };
}
