import { byId } from './dom.js';
import { iconHtml } from './iconHtml.js';
import { richText } from './richText.js';

/** What the bar says about the video or audio. */
interface BarContent {
  icon: string;
  label: string;
  number: number;
  count: number;
  positionS: number;
  durationS: number;
  /** Large over the player, small in a corner when the player is behind something. */
  large: boolean;
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => `0${value}`.slice(-2);
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ''}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** Draws the bar with label, time and progress; null takes it away. */
export function drawPlayerBar(content: BarContent | null): void {
  const bar = byId('player-bar');
  bar.style.display = content ? 'block' : 'none';
  if (!content) return;
  const { positionS, durationS, count } = content;
  bar.className = content.large ? 'large' : 'small';
  bar.innerHTML =
    `<span class="player-state">${iconHtml(content.icon)}</span>` +
    `<span class="player-label">${richText(content.label)}</span>` +
    `<span class="player-number">${count > 1 ? `${content.number} / ${count}` : ''}</span>` +
    `<span class="player-time">${clock(positionS)} / ${clock(durationS)}</span>` +
    `<span class="player-progress"><i style="width:${durationS ? (positionS / durationS) * 100 : 0}%"></i></span>`;
}
