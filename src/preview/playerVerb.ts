import { headAndRest } from './actionText.js';
import type { Context } from './app.js';
import { busyVerb } from './busyVerb.js';
import { KEY_NAMES } from './listenToKeys.js';
import { seekTarget } from './seekTarget.js';
import type { Tools } from './tools.js';

/** Actions that say so when nothing is played. */
const NEEDS_MEDIA =
  /^(play|pause|play_pause|next|prev|goto|restart|forward|rewind|seek|speed|label|background|sync|control|hide|default)$/;

const SEEK_STEP_S = 10;
const VOLUME_STEP = 10;

/** guess(speed-steps): the speeds that the documentation sets as examples. */
const SPEEDS = [0.125, 0.25, 0.5, 1, 2, 4, 8];

type Run = (action: unknown, data: unknown, context: Context) => void;

/** `player:…`. False for what this page does not know. */
export function playerVerb(tools: Tools, run: Run, rest: string, data: unknown, context: Context): boolean {
  const { player, app } = tools;
  const [first, afterFirst] = headAndRest(rest);
  // in auto mode nothing comes to the front
  const auto = first === 'auto';
  const [what, value] = auto ? headAndRest(afterFirst) : [first, afterFirst];
  if (!player.active() && NEEDS_MEDIA.test(what)) {
    app.toast('warn', `There is no video or audio for "player:${rest}".`);
    return true;
  }
  switch (what) {
    case '':
      if (player.controls()) player.hide();
      else player.show();
      return true;
    case 'play':
    case 'pause':
      player.play(what === 'play');
      return true;
    case 'play_pause':
      player.play(!player.playing());
      return true;
    case 'next':
    case 'prev':
      player.goTo(what, auto);
      return true;
    case 'goto':
      return player.goTo(value, auto);
    case 'restart':
      player.restart();
      return true;
    case 'stop':
    case 'eject':
      player.stop();
      return true;
    case 'forward':
    case 'rewind':
      player.seekTo(player.position() + (what === 'forward' ? SEEK_STEP_S : -SEEK_STEP_S));
      return true;
    case 'show':
      player.show();
      return value === '' || pressed(tools, value);
    case 'show_play':
    case 'show_pause':
      if (player.active() && player.playing() === (what === 'show_play')) player.show();
      return true;
    case 'hide':
    case 'invalidate':
      player.hide();
      return true;
    case 'hide_play':
    case 'hide_pause':
      if (player.active() && player.playing() === (what === 'hide_play')) player.hide();
      return true;
    case 'default':
      player.show();
      return true;
    case 'execute_play':
    case 'execute_pause':
      if (player.active() && player.playing() === (what === 'execute_play')) run(value, data, context);
      return value !== '';
    case 'speed':
      return speed(tools, value);
    case 'seek': {
      const to = seekTarget(value, player.position(), player.duration());
      if (to === null) return false;
      player.seekTo(to);
      return true;
    }
    case 'label': {
      const [which, label] = headAndRest(value);
      if (which !== 'content' || !label) return false;
      player.setLabel(label);
      return true;
    }
    case 'background':
      player.setBackground(value);
      return value !== '';
    case 'control': {
      const [which, action] = headAndRest(value);
      if (which !== 'action' || !action) return false;
      player.setControlAction(action);
      return true;
    }
    case 'busy':
      return busyVerb(tools, 'player', value);
    case 'ticking':
      player.restartTicks();
      return value === 'restart';
    case 'reset':
      player.reset();
      return true;
    case 'refresh':
      return true;
    case 'sync':
      player.sync();
      return true;
    case 'menu':
    case 'content':
      if (!value) return false;
      tools.openOverPlayer(what, value, data);
      return true;
    default:
      return false;
  }
}

/** `player:show:KEY`. */
function pressed(tools: Tools, name: string): boolean {
  const command = KEY_NAMES[name];
  if (command) tools.key(command);
  return command !== undefined;
}

function speed({ player }: Tools, value: string): boolean {
  const set = /^set:(\d+(?:\.\d+)?)$/.exec(value);
  const at = SPEEDS.indexOf(player.speed());
  const to = set
    ? Number(set[1])
    : value === 'inc'
      ? SPEEDS[at + 1]
      : value === 'dec'
        ? SPEEDS[at - 1]
        : undefined;
  if (to === undefined) return value === 'inc' || value === 'dec';
  if (!(to > 0)) return false;
  player.setSpeed(to);
  return true;
}

/** `volume:…`. */
export function volumeVerb({ player }: Tools, value: string): boolean {
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
