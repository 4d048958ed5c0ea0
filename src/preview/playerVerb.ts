import { headAndRest } from './readAction.js';
import type { Context } from './app.js';
import { busyVerb } from './busyVerb.js';
import { KEY_NAMES } from './listenToKeys.js';
import type { Player } from './createPlayer.js';
import { seekTarget } from './seekTarget.js';
import type { Run, Tools } from './tools.js';

/** Actions that say so when nothing is played. */
const NEEDS_MEDIA =
  /^(play|pause|play_pause|next|prev|goto|restart|forward|rewind|seek|speed|label|background|sync|control|hide|default|button)$/;

const SEEK_STEP_S = 10;
const VOLUME_STEP = 10;

/** guess(speed-steps): the speeds that the documentation sets as examples. */
const SPEEDS = [0.125, 0.25, 0.5, 1, 2, 4, 8];

/** An action for the player, and what it was run with. */
interface Call {
  tools: Tools;
  player: Player;
  /** What follows the action's word. */
  value: string;
  /** In auto mode nothing comes to the front. */
  auto: boolean;
  /** Runs another action in the place of this one. */
  run: (action: string) => void;
  data: unknown;
}

/** False for a form of the action that this page does not know. */
type Act = (call: Call) => boolean;

const always =
  (act: (call: Call) => void): Act =>
  (call) => {
    act(call);
    return true;
  };

/** For the actions that count only while something plays, or only while it pauses. */
const isPlaying = (player: Player, playing: boolean): boolean =>
  player.active() && player.playing() === playing;

const showWhile = (playing: boolean): Act =>
  always(({ player }) => {
    if (isPlaying(player, playing)) player.show();
  });

const hideWhile = (playing: boolean): Act =>
  always(({ player }) => {
    if (isPlaying(player, playing)) player.hide();
  });

const executeWhile =
  (playing: boolean): Act =>
  ({ player, value, run }) => {
    if (isPlaying(player, playing)) run(value);
    return value !== '';
  };

const openOver =
  (kind: 'menu' | 'content'): Act =>
  ({ tools, value, data }) => {
    if (value) tools.openOverPlayer(kind, value, data);
    return value !== '';
  };

const seekTo: Act = ({ player, value }) => {
  const to = seekTarget(value, player.position(), player.duration());
  if (to !== null) player.seekTo(to);
  return to !== null;
};

const setLabel: Act = ({ player, value }) => {
  const [which, label] = headAndRest(value);
  if (which !== 'content' || !label) return false;
  player.setLabel(label);
  return true;
};

const setControl: Act = ({ player, value }) => {
  const [which, action] = headAndRest(value);
  if (which !== 'action' || !action) return false;
  player.setControlAction(action);
  return true;
};

const button: Act = ({ player, value, data }) => {
  const [id, what] = headAndRest(value);
  return what === 'execute' ? player.executeButton(id) : player.changeButton(id, what, data);
};

/** `player:show:KEY` presses a key as well. */
const showAndPress: Act = ({ tools, player, value }) => {
  player.show();
  if (value === '') return true;
  const command = KEY_NAMES[value];
  if (command) tools.key(command);
  return command !== undefined;
};

const setSpeed: Act = ({ player, value }) => {
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
};

/** By the word behind `player:` or `player:auto:`. */
const ACTS: Record<string, Act> = {
  '': always(({ player }) => (player.controls() ? player.hide() : player.show())),
  'play': always(({ player }) => player.play(true)),
  'pause': always(({ player }) => player.play(false)),
  'play_pause': always(({ player }) => player.play(!player.playing())),
  'next': always(({ player, auto }) => player.goTo('next', auto)),
  'prev': always(({ player, auto }) => player.goTo('prev', auto)),
  'goto': ({ player, value, auto }) => player.goTo(value, auto),
  'restart': always(({ player }) => player.restart()),
  'stop': always(({ player }) => player.stop()),
  'eject': always(({ player }) => player.stop()),
  'forward': always(({ player }) => player.seekTo(player.position() + SEEK_STEP_S)),
  'rewind': always(({ player }) => player.seekTo(player.position() - SEEK_STEP_S)),
  'seek': seekTo,
  'speed': setSpeed,
  'show': showAndPress,
  'show_play': showWhile(true),
  'show_pause': showWhile(false),
  'default': always(({ player }) => player.show()),
  'hide': always(({ player }) => player.hide()),
  'hide_play': hideWhile(true),
  'hide_pause': hideWhile(false),
  'invalidate': always(({ player }) => player.hide()),
  'execute_play': executeWhile(true),
  'execute_pause': executeWhile(false),
  'label': setLabel,
  'background': ({ player, value }) => {
    player.setBackground(value);
    return value !== '';
  },
  'button': button,
  'control': setControl,
  'busy': ({ tools, value }) => busyVerb(tools, 'player', value),
  'ticking': ({ player, value }) => {
    player.restartTicks();
    return value === 'restart';
  },
  'reset': always(({ player }) => player.reset()),
  'refresh': () => true,
  'sync': always(({ player }) => player.sync()),
  'menu': openOver('menu'),
  'content': openOver('content'),
};

/** `player:…`. False for what this page does not know. */
export function playerVerb(tools: Tools, run: Run, rest: string, data: unknown, context: Context): boolean {
  const { player, app } = tools;
  const [first, afterFirst] = headAndRest(rest);
  const auto = first === 'auto';
  const [what, value] = auto ? headAndRest(afterFirst) : [first, afterFirst];
  if (!player.active() && NEEDS_MEDIA.test(what)) {
    app.toast('warn', `There is no video or audio for "player:${rest}".`);
    return true;
  }
  // the word is anybody's text, and an object answers to more than its own names
  const act = Object.prototype.hasOwnProperty.call(ACTS, what) ? ACTS[what] : undefined;
  if (!act) return false;
  return act({ tools, player, value, auto, data, run: (action) => run(action, data, context) });
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
