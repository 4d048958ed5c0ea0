import { createDialog, type DialogKeys } from './createDialog.js';
import { type Fields, textOf } from './fields.js';

/** MSX's panel for a code, for `execute:code:`, `enter:` and `interaction:commit:code` (common/actions). */
export interface CodePanel extends DialogKeys {
  /** Asks; `done` gets the code, or is never called when somebody goes back. */
  ask(options: Fields, done: (code: string) => void): void;
}

const DIGIT = /^[0-9]$/;

/** The digit on a key, of a remote control, a keyboard or its number pad; `''` for other keys. */
function digitOf(keyCode: number): string {
  return keyCode >= 96 && keyCode <= 105 ? String(keyCode - 96) : String.fromCharCode(keyCode);
}

export function createCodePanel(changed: () => void): CodePanel {
  const dialog = createDialog('code');
  let code = '';
  let options: Fields = {};
  let answer: (code: string) => void = () => undefined;

  function draw(): void {
    const secret = options.secret === true;
    const shown = secret ? code.replace(/./g, '●') : code;
    const extension = textOf(options.extension);
    dialog.show(
      `${textOf(options.headline) || 'Enter Code'}${extension ? ` {txt:msx-white-soft:${extension}}` : ''}`,
      shown || `{txt:msx-white-soft:${textOf(options.placeholder) || 'Code'}}`,
      '0–9 {sp} ← delete {sp} Enter OK {sp} Backspace cancel',
    );
    changed();
  }

  window.addEventListener('keydown', (event) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- TVs of 2014 have no event.key
    const digit = digitOf(event.keyCode);
    if (!dialog.open() || !DIGIT.test(digit)) return;
    code += digit;
    draw();
  });

  return {
    ask: (fields, done) => {
      options = fields;
      code = textOf(fields.value);
      answer = done;
      draw();
    },
    open: () => dialog.open(),
    key: (command) => {
      if (command === 'left') {
        code = code.slice(0, -1);
        draw();
      } else if (command === 'back' || command === 'enter') {
        dialog.close();
        changed();
        if (command === 'enter') answer(code);
      }
    },
  };
}
