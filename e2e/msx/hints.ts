import { byId } from './dom.js';
import type { HostState } from './test-api.js';

const ARROWS = '<b>←</b><b>↑</b><b>→</b><b>↓</b>';
const keys = (...hints: [string, string][]) => hints.map(([key, does]) => `<b>${key}</b>${does}`).join('');

const HINTS: Record<HostState['screen'], string> = {
  start: '',
  menu: `${ARROWS}choose${keys(['Enter', 'open'], ['Backspace', 'back'], ['O', 'options'], ['L', 'log'])}`,
  content: `${ARROWS}choose${keys(['Enter', 'open'], ['Backspace', 'back'], ['O', 'options'], ['L', 'log'])}`,
  panel: `<b>↑</b><b>↓</b>choose${keys(['Enter', 'run'], ['Backspace', 'close'])}`,
  slideshow: `<b>←</b><b>→</b>turn${keys(['Enter', 'play or pause'], ['↑', 'captions'], ['Backspace', 'close'])}`,
  player: `<b>←</b><b>→</b>10 seconds<b>↑</b><b>↓</b>another${keys(['Enter', 'play or pause'], ['S', 'stop'], ['Backspace', 'menu'])}`,
};

let shown = '';

/** The line at the bottom that says which keys do something now. */
export function showHints(screen: HostState['screen'], playing: boolean): void {
  const behind = playing && (screen === 'menu' || screen === 'content');
  const html = HINTS[screen] + (behind ? keys(['Space', 'player'], ['S', 'stop']) : '');
  if (html === shown) return;
  shown = html;
  byId('hints').innerHTML = html;
}
