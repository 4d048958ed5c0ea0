import { byId, element } from './dom.js';
import { escapeHtml } from './richText.js';
import { fitStage } from './fitStage.js';

/** One message of the window protocol, or a line the plugin wrote into MSX's log. */
export interface LogEntry {
  /** ms since 1970 */
  at: number;
  from: 'app' | 'plugin' | 'log';
  message: unknown;
}

export interface MessageLog {
  entries: LogEntry[];
  add(from: LogEntry['from'], message: unknown): void;
  show(on: boolean): void;
  shown(): boolean;
}

/** The pane keeps this many lines; `entries` keeps all. */
const LINES_SHOWN = 200;
const LINE_LENGTH = 400;

export function createMessageLog(changed: () => void): MessageLog {
  const pane = byId('log');
  const entries: LogEntry[] = [];
  let visible = false;
  const line = (entry: LogEntry) => {
    const text = JSON.stringify(entry.message) || String(entry.message);
    const time = new Date(entry.at).toISOString().slice(11, 23);
    const arrow = entry.from === 'app' ? '→ plugin' : entry.from === 'plugin' ? '← plugin' : 'log';
    pane.appendChild(
      element(
        `log-line log-${entry.from}`,
        `<time>${time}</time><b>${arrow}</b>${escapeHtml(text.slice(0, LINE_LENGTH))}`,
      ),
    );
    if (pane.childNodes.length > LINES_SHOWN && pane.firstChild) pane.removeChild(pane.firstChild);
    pane.scrollTop = pane.scrollHeight;
  };
  return {
    entries,
    add: (from, message) => {
      const entry: LogEntry = { at: new Date().getTime(), from, message };
      entries.push(entry);
      if (visible) line(entry);
      changed();
    },
    show: (on) => {
      visible = on;
      pane.innerHTML = '';
      pane.style.display = on ? 'block' : 'none';
      if (on) entries.slice(-LINES_SHOWN).forEach(line);
      fitStage();
    },
    shown: () => visible,
  };
}
