import { headAndRest } from './action-text.js';
import type { Tools } from './actions.js';
import type { Context } from './app.js';

const NEEDS_MEDIA = ['play', 'play_pause', 'next', 'prev', 'goto', 'restart', 'forward', 'rewind', 'seek'];

const SEEK_STEP_S = 10;
const VOLUME_STEP = 10;

/** `player:…` and `volume:…`. False for what this page does not know. */
export function playerVerb(
  tools: Tools,
  run: (action: unknown, data: unknown, context: Context) => void,
  rest: string,
  data: unknown,
  context: Context,
): boolean {
  const { player, navigator, app } = tools;
  const [what, value] = headAndRest(rest);
  if (!player.active() && NEEDS_MEDIA.indexOf(what) >= 0) {
    app.toast('warn', `There is no video or audio for "player:${rest}".`);
    return true;
  }
  switch (what) {
    case 'auto':
      return playerVerb(tools, run, value, data, context);
    case 'play':
    case 'pause':
      player.play(what === 'play');
      return true;
    case 'play_pause':
      player.play(!player.playing());
      return true;
    case 'next':
    case 'prev':
      player.goTo(what);
      return true;
    case 'goto':
      return player.goTo(value);
    case 'restart':
      player.restart();
      return true;
    case 'stop':
    case 'eject':
      player.stop();
      return true;
    case 'forward':
    case 'rewind':
      player.seekBy(what === 'forward' ? SEEK_STEP_S : -SEEK_STEP_S);
      return true;
    case 'show':
    case 'hide':
    case '':
      player.show(what === 'show' || (what === '' && !player.foreground()));
      return true;
    case 'hide_play':
      if (player.playing()) player.show(false);
      return true;
    case 'hide_pause':
      if (!player.playing()) player.show(false);
      return true;
    case 'execute_play':
    case 'execute_pause':
      if (player.active() && player.playing() === (what === 'execute_play')) run(value, data, context);
      return true;
    case 'speed':
      if (!(Number(value) > 0)) return false;
      player.setSpeed(Number(value));
      return true;
    case 'seek':
    case 'position':
      if (isNaN(Number(value))) return false;
      player.seekTo(Number(value));
      return true;
    case 'label':
      player.setLabel(value.replace(/^content:/, ''));
      return true;
    case 'background':
      player.setBackground(value);
      return true;
    case 'menu':
    case 'content':
      if (!value) return false;
      player.show(false);
      navigator.open(what, value, data);
      return true;
    case 'volume':
      return volume(tools, value);
    default:
      return false;
  }
}

function volume({ player }: Tools, value: string): boolean {
  const { level, muted } = player.volume();
  const set = /^set:(\d+)$/.exec(value);
  if (set) player.setVolume(Number(set[1]), muted);
  else if (value === 'inc' || value === 'dec')
    player.setVolume(level + (value === 'inc' ? VOLUME_STEP : -VOLUME_STEP), false);
  else if (value === 'mute' || value === 'unmute') player.setVolume(level, value === 'mute');
  else if (value === 'toggle') player.setVolume(level, !muted);
  else return false;
  return true;
}
