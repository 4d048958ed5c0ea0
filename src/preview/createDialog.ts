import { byId, clear, element } from './dom.js';
import type { Command } from './listenToKeys.js';
import { richText } from './richText.js';

/** A box over everything that gets all the keys while it is there. */
interface Dialog {
  show(headline: string, text: string, hint: string): void;
  close(): void;
  open(): boolean;
}

/** What a dialog does with a key. */
export interface DialogKeys {
  open(): boolean;
  key(command: Command): void;
}

export function createDialog(name: string): Dialog {
  const layer = byId('dialog');
  let box: HTMLElement | null = null;
  return {
    show: (headline, text, hint) => {
      clear(layer);
      box = element(
        `dialog-box dialog-${name}`,
        `<div class="dialog-headline">${richText(headline)}</div>` +
          `<div class="dialog-text">${richText(text)}</div><div class="dialog-hint">${richText(hint)}</div>`,
      );
      layer.appendChild(box);
      layer.style.display = 'block';
    },
    close: () => {
      if (!box) return;
      box = null;
      clear(layer);
      layer.style.display = 'none';
    },
    open: () => box !== null,
  };
}
