import { isObject } from '../msx/json.js';
import type { JsonObject } from '../msx/json.js';
import type { Layer } from './keyboards.js';
import { keysOf, nextLanguage } from './keyboards.js';
import type { Pieces } from './listPieces.js';
import type { InputRequest } from './readInputRequest.js';

export interface InputState {
  request: InputRequest;
  layer: Layer;
  text: string;
  /** Whether a secret may be read. */
  isVisible: boolean;
  /** Whether a server has been asked, and may still answer. */
  isAsking: boolean;
  /** What is found; null = nothing was asked for, or no list came. */
  found: Pieces | null;
  problem: string | null;
}

export const inputState = (request: InputRequest): InputState => ({
  request,
  layer: { language: request.language, signs: false, shift: 'off' },
  text: request.firstInput,
  isVisible: request.inputType !== 'secret',
  isAsking: false,
  found: null,
  problem: null,
});

export const isLongEnough = ({ text, request }: InputState): boolean => text.length >= request.minLength;

const NEXT_SHIFT = { off: 'once', once: 'lock', lock: 'off' } as const;

/** The last character, which may have two halves. */
const LAST = /[\uD800-\uDBFF][\uDC00-\uDFFF]$|[^]$/;

/**
 * What a key changes.
 * @param key the place of a letter on the keyboard, or `shift`, `signs`, `language`, `space`, `delete`, `clear`, `visible`
 */
export function pressKey({ layer, text, isVisible }: InputState, key: string): Partial<InputState> {
  switch (key) {
    case 'shift':
      return { layer: { ...layer, shift: NEXT_SHIFT[layer.shift] } };
    case 'signs':
      return { layer: { ...layer, signs: !layer.signs } };
    case 'language':
      return { layer: { ...layer, language: nextLanguage(layer.language), signs: false } };
    case 'space-bar':
      return { text: `${text} ` };
    case 'backspace':
      return { text: text.replace(LAST, '') };
    case 'clear':
      return { text: '' };
    case 'visible':
      return { isVisible: !isVisible };
  }
  const typed = keysOf(layer)[Number(key)] || '';
  const isUsed = layer.shift === 'once' && typed && !layer.signs;
  return { text: text + typed, layer: isUsed ? { ...layer, shift: 'off' } : layer };
}

/** The list that is shown below the keyboard; null where there is none, or nothing in it. */
export function listOf({ found }: InputState): JsonObject | null {
  if (!found) return null;
  const { items, template } = found.document;
  return Array.isArray(items) && items.length > 0 && isObject(template) ? found.document : null;
}
