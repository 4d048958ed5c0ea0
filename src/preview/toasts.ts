import type { Level } from './app.js';
import { byId, clear, detach, element } from './dom.js';
import { iconHtml } from './iconHtml.js';
import { plainText, richText } from './richText.js';

export interface Toast {
  level: Level;
  text: string;
}

const TOAST_SHOWN_MS = 5_000;
const TOASTS_AT_ONCE = 4;
const ICONS: Record<Level, string> = {
  info: 'info',
  success: 'check',
  warn: 'warning',
  error: 'error',
  debug: 'info',
};

/** MSX's short messages. `all` keeps every one that was shown. */
export interface Toasts {
  show(level: Level, text: string): void;
  all: Toast[];
  visible(): Toast[];
  /** Takes away those in sight. */
  clear(): void;
}

export function createToasts(changed: () => void): Toasts {
  const layer = byId('toasts');
  const all: Toast[] = [];
  let visible: Toast[] = [];
  return {
    all,
    visible: () => visible.slice(),
    clear: () => {
      visible = [];
      clear(layer);
      changed();
    },
    show: (level, text) => {
      const toast: Toast = { level, text: plainText(text) };
      const shown = element(
        `toast toast-${level}`,
        `${iconHtml(ICONS[level])}<span class="toast-text">${richText(text)}</span>`,
      );
      all.push(toast);
      visible.push(toast);
      layer.appendChild(shown);
      if (layer.childNodes.length > TOASTS_AT_ONCE && layer.firstChild) layer.removeChild(layer.firstChild);
      changed();
      window.setTimeout(() => {
        detach(shown);
        visible = visible.filter((other) => other !== toast);
        changed();
      }, TOAST_SHOWN_MS);
    },
  };
}
