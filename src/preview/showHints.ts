import { byId, toggleClass } from './dom.js';
import type { HostState } from './testApi.js';

const hint = (keys: string, does: string) =>
  `<span>${keys
    .split(' ')
    .map((key) => `<b>${key}</b>`)
    .join('')}${does}</span>`;
const GRID = hint('← ↑ → ↓', 'choose') + hint('Enter', 'open') + hint('Backspace', 'back');
const MORE = hint('O', 'options') + hint('L', 'log');

const HINTS: Record<HostState['screen'], string> = {
  start: '',
  menu: GRID + MORE,
  content: GRID + MORE,
  panel: hint('↑ ↓', 'choose') + hint('Enter', 'run') + hint('Backspace', 'close'),
  background: hint('OK', 'back to the pages'),
  dialog: '',
  slideshow:
    hint('← →', 'turn') + hint('Enter', 'play or pause') + hint('↑', 'captions') + hint('Backspace', 'close'),
  player:
    hint('← →', '10 seconds') +
    hint('↑ ↓', 'another') +
    hint('Enter', 'controls, play or pause') +
    hint('S', 'stop') +
    hint('Backspace', 'menu'),
};

let shown = '';

/** The line at the bottom that says which keys do something now. */
export function showHints(screen: HostState['screen'], playing: boolean): void {
  const behind = playing && (screen === 'menu' || screen === 'content');
  const html = HINTS[screen] + (behind ? hint('Space', 'player') + hint('S', 'stop') : '');
  if (html === shown) return; // this runs after every change
  shown = html;
  byId('hints').innerHTML = html;
  toggleClass(byId('hints'), 'over-picture', screen === 'slideshow' || screen === 'player');
}
