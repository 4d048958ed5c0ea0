import { type Fields, fieldsOf, isFields, merge, textOf } from './fields.js';
import { hasKey } from './keyName.js';
import { propertyOf } from './playback.js';
import type { PlayerDesk } from './playerDesk.js';

/** What a button does where nobody says otherwise. guess(button-defaults): what `content` and `speed` do is not said; here nothing. */
const DEFAULTS: Record<string, string | undefined> = {
  restart: 'player:restart',
  prev: 'player:prev',
  rewind: 'player:rewind',
  play_pause: 'player:play_pause',
  forward: 'player:forward',
  next: 'player:next',
  eject: 'player:eject',
};
const IDS = Object.keys(DEFAULTS).concat(['content', 'speed']);

/** The buttons of the player's bar: they are not drawn, but executed by actions and by their keys. */
export interface PlayerButtons {
  /** `player:button:ID:execute`. False for a button that does not exist, or does nothing here. */
  executeButton(id: string): boolean;
  /** Executes the button that has this key. False where none has. */
  pressButton(keyName: string): boolean;
  /** `setup` with its data, `enable`, `disable`, `reset`. False for anything else. */
  changeButton(id: string, what: string, data: unknown): boolean;
}

const isNo = (value: unknown) => value === false || value === 'false';

export function createPlayerButtons({ playback, run }: PlayerDesk): PlayerButtons {
  const setOf = (id: string): Fields => fieldsOf(playback.custom.buttons[id]);
  /** What was set at run time goes before the item's property. */
  const valueOf = (id: string, name: string): string =>
    textOf(setOf(id)[name]) || propertyOf(playback, `button:${id}:${name}`);
  const isOff = (id: string): boolean => {
    const { enable } = setOf(id);
    return isNo(enable ?? propertyOf(playback, `button:${id}:enable`));
  };

  function executeButton(id: string): boolean {
    const action = valueOf(id, 'action') || DEFAULTS[id];
    if (IDS.indexOf(id) < 0 || action === undefined) return false;
    if (!isOff(id)) run([action]);
    return true;
  }

  function changeButton(id: string, what: string, data: unknown): boolean {
    const to: Record<string, Fields | undefined> = {
      setup: isFields(data) ? data : {},
      enable: merge(setOf(id), { enable: true }),
      disable: merge(setOf(id), { enable: false }),
      reset: {},
    };
    const changed = to[what];
    if (!changed || id === 'eject' || IDS.indexOf(id) < 0) return false;
    playback.custom = { ...playback.custom, buttons: merge(playback.custom.buttons, { [id]: changed }) };
    return true;
  }

  return {
    executeButton,
    changeButton,
    pressButton: (name) => {
      const id = IDS.filter((one) => hasKey({ key: valueOf(one, 'key') }, name))[0];
      return id !== undefined && executeButton(id);
    },
  };
}
