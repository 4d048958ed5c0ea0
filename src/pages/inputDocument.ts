// The keyboard, with what was typed above it and what was found below it.
import type { Json, JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import { arrayOf, textOf } from './foreignValues.js';
import { listOf } from './inputState.js';
import type { InputState } from './inputState.js';
import { KEYS_PER_ROW, keysOf } from './keyboards.js';
import { withMoreButton } from './listPieces.js';

/** From here on MSX has a grid of 16 × 8 for `compress`; before, one of 12 × 6 only (Compress Property). */
const COMPRESS_SINCE = 123;

/** Of what was typed so many letters fit. */
const SHOWN_LETTERS = 48;

/** MSX's names of keys on a remote or a keyboard, for what is not named after itself (Key Property). */
const KEY_NAMES: Record<string, string> = {
  '.': 'period',
  ',': 'comma',
  '-': 'dash',
  '=': 'equal',
  ';': 'semicolon',
  '/': 'slash',
  "'": 'quote',
};

/**
 * Of each key that types nothing: its name, where it is in the wide grid and in the narrow one, which key of a remote
 * it has, and whether it is there for secrets (else: always).
 */
const FUNCTION_KEYS: [string, string, string, string?, boolean?][] = [
  ['backspace', '12,1,2', '8,5,1', 'delete|red'],
  ['clear', '14,1,2', '9,5,1', 'home'],
  ['shift', '12,2,2', '0,5,1', 'shift|caps_lock|yellow'],
  ['signs', '14,2,2', '1,5,1'],
  ['language', '12,3,4', '2,5,2', '', false],
  ['language', '12,3,2', '2,5,1', '', true],
  ['visible', '14,3,2', '3,5,1', '', true],
  ['space-bar', '12,4,2', '4,5,4', 'space|insert'],
  ['done', '14,4,2', '10,5,2', 'end|green'],
];
/** Of the wide grid, below the letters. */
const FIRST_ROW_BELOW = 5;

const columnsOf = (isWide: boolean): number => (isWide ? 16 : 12);

/** What the page asks the plugin for. */
interface InputActions {
  /** By the key of this name. */
  key: (name: string) => string;
  /** For the next piece of its list. @param isQuiet beside all else */
  more: (isQuiet: boolean) => string;
}

const SHIFTS = {
  off: '{ico:file-upload}',
  once: '{ico:msx-blue:file-upload}',
  lock: '{ico:msx-red:file-upload}',
};

function functionLabel(name: string, { layer, request, isVisible }: InputState): string {
  switch (name) {
    case 'shift':
      return SHIFTS[layer.shift];
    case 'signs':
      return layer.signs
        ? keysOf({ ...layer, signs: false })
            .slice(12, 15)
            .join('')
        : '#+=';
    case 'language':
      return `{ico:language} ${layer.language.toUpperCase()}`;
    case 'visible':
      return isVisible ? '{ico:visibility-off}' : '{ico:visibility}';
    case 'done':
      return request.inputType === 'search' ? '{ico:search}' : '{ico:done}';
    default:
      return `{ico:${name}}`;
  }
}

/** A wide brace on the keys of an MSX that cannot show a narrow one. */
const letterLabel = (letter: string, build: number): string =>
  plainText(letter, build) || String.fromCharCode(letter.charCodeAt(0) + 0xfee0);

/** The line above the keyboard. */
function textLabel({ text, isVisible, isAsking, request }: InputState, build: number): string {
  const shown = isVisible ? text : text.replace(/[^]/g, '•');
  const end = shown.length > SHOWN_LETTERS ? `…${shown.slice(-SHOWN_LETTERS)}` : shown;
  return (
    (isAsking ? '{ico:msx-white-soft:hourglass-empty} ' : '') +
    (text || !request.placeholder
      ? `${plainText(end, build)}{txt:msx-blue:|}`
      : `{col:msx-white-soft}${request.placeholder}`)
  );
}

/** No other page has items of these IDs, should an update come when another one is shown already. */
const idOf = (name: string): string => `msx-player-input-${name}`;

const labelUpdate = (name: string, label: string): JsonObject => ({
  action: `update:content:${idOf(name)}`,
  data: { label },
});

/** What shows the line above the keyboard as it is now. */
export const textUpdate = (state: InputState, build: number): JsonObject =>
  labelUpdate('text', textLabel(state, build));

/** What a key has changed on the screen, without asking for the page again: MSX keeps the focus then. */
export function labelUpdates(before: InputState, after: InputState, build: number): JsonObject[] {
  const updates = [textUpdate(after, build)];
  const update = (name: string) => updates.push(labelUpdate(name, functionLabel(name, after)));
  if (after.isVisible !== before.isVisible) update('visible');
  if (after.layer.shift !== before.layer.shift) {
    update('shift');
    const old = keysOf(before.layer);
    keysOf(after.layer).forEach((letter, i) => {
      if (letter !== old[i]) updates.push(labelUpdate(String(i), letterLabel(letter, build)));
    });
  }
  return updates;
}

interface KeyboardOptions {
  build: number;
  isWide: boolean;
  /** What the key of this name does. */
  keyAction: (name: string) => string;
}

/** The line above, the letters, the other keys, and the hint below. */
function keyboardItems(state: InputState, hint: string, options: KeyboardOptions): Json[] {
  const { build, isWide, keyAction } = options;
  const { request, layer } = state;
  /** @param place column, row and width */
  const button = (name: string, place: string, label: string, key?: string | null): JsonObject => ({
    id: idOf(name),
    type: 'button',
    layout: `${place},1`,
    label,
    key: key || null,
    action: keyAction(name),
  });
  const line: JsonObject = {
    id: idOf('text'),
    type: 'space',
    layout: `0,0,${columnsOf(isWide)},1`,
    color: 'msx-black-soft',
    label: textLabel(state, build),
  };
  const small = keysOf({ ...layer, shift: 'off' });
  const letters = keysOf(layer).map((letter, i) =>
    button(
      String(i),
      `${i % KEYS_PER_ROW},${1 + Math.floor(i / KEYS_PER_ROW)},1`,
      letterLabel(letter, build),
      KEY_NAMES[small[i]!] || (/[a-z0-9]/.test(small[i]!) ? small[i]! : null),
    ),
  );
  // The first letter has the focus at first; later MSX knows better.
  if (!state.found) letters[KEYS_PER_ROW]!.focus = true;
  const isSecret = request.inputType === 'secret';
  const others = FUNCTION_KEYS.filter(([, , , , when]) => when === undefined || when === isSecret).map(
    ([name, wide, narrow, key]) => button(name, isWide ? wide : narrow, functionLabel(name, state), key),
  );
  const below: Json[] =
    hint && isWide ? [{ type: 'space', layout: `0,${FIRST_ROW_BELOW},16,1`, text: hint }] : [];
  return [line as Json].concat(letters, others, below);
}

/** What of a server's answer is taken over beside its items (Input Plugin). */
const TAKEN_OVER = ['preload', 'footer', 'inserts'];

/** @param flag of the page */
export function inputDocument(
  state: InputState,
  build: number,
  flag: string,
  actions: InputActions,
): JsonObject {
  const { request, found, problem } = state;
  const isWide = !(build < COMPRESS_SINCE);
  const answer = found ? found.document : {};
  const shown = (key: string, otherwise: string): string => textOf(answer[key]) || otherwise;
  const list = listOf(state);
  const pages = arrayOf(answer.pages);
  const isNothing = found !== null && !list && pages.length === 0;
  const hint =
    problem === null ? shown('hint', isNothing ? 'Nothing found.' : request.hint) : plainText(problem, build);
  const header: JsonObject = {
    items: keyboardItems(state, hint, { build, isWide, keyAction: actions.key }),
  };
  const extension = shown('extension', request.extension);
  const headline = shown('headline', request.headline);
  const root: JsonObject = {
    flag,
    type: 'list',
    // Else a menu's own label is the headline.
    important: headline !== '',
    compress: true,
    cache: false,
    reuse: false,
    refocus: 1,
    headline: headline || null,
    background: shown('background', request.background) || null,
    // The narrow grid has no row left for the hint.
    extension: extension || (isWide ? null : hint || null),
  };
  if (!list) return { ...root, pages: [header as Json].concat(pages) };
  TAKEN_OVER.forEach((key) => {
    if (list[key] !== undefined) root[key] = list[key];
  });
  const whole: JsonObject = {
    ...root,
    header,
    template: { ...(list.template as JsonObject), ...(list.compress === true ? {} : { decompress: true }) },
    items: list.items!,
  };
  return found!.hasMore
    ? withMoreButton(whole, columnsOf(isWide), actions.more(true), actions.more(false))
    : whole;
}
