import { keyName } from './keyName.js';

/** What a key means, whichever keyboard or remote control it is on. */
export type Command =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'enter'
  | 'back'
  | 'pageUp'
  | 'pageDown'
  | 'playPause'
  | 'stop'
  | 'options'
  | 'log';

/** Key codes, since TVs of 2014 have no `event.key`. */
const COMMANDS: Record<number, Command> = {
  37: 'left',
  38: 'up',
  39: 'right',
  40: 'down',
  13: 'enter',
  8: 'back',
  27: 'back',
  461: 'back', // LG
  10009: 'back', // Samsung
  33: 'pageUp',
  34: 'pageDown',
  32: 'playPause',
  179: 'playPause',
  83: 'stop', // S
  178: 'stop',
  79: 'options', // O
  76: 'log', // L
};

/** The names that `key:NAME` uses for the same. */
export const KEY_NAMES: Record<string, Command> = {
  left: 'left',
  right: 'right',
  up: 'up',
  down: 'down',
  execute: 'enter',
  back: 'back',
  channel_up: 'pageUp',
  channel_down: 'pageDown',
  play_pause: 'playPause',
  stop: 'stop',
  options: 'options',
};

/**
 * Listens on the window. Keys with Ctrl, Alt or Meta, and those meant for a text field, are left alone.
 * @param named is told what documents call the key, and says whether something on screen has it
 */
export function listenToKeys(handle: (command: Command) => void, named: (name: string) => boolean): void {
  window.addEventListener('keydown', (event) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see COMMANDS
    const code = event.keyCode;
    const command = COMMANDS[code];
    const target = event.target as HTMLElement | null;
    const typing = target !== null && /^(INPUT|TEXTAREA)$/.test(target.tagName);
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const name = keyName(code);
    const taken = name !== null && named(name);
    if (!taken && !command) return;
    event.preventDefault();
    if (!taken && command) handle(command);
  });
}
