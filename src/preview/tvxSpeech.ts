import { textOf } from './fields.js';

/** What a plugin has the app do and say; nothing before the app is ready. */
export interface Speech {
  executeAction(action: string, data?: unknown): void;
  triggerEvent(eventId: string, data?: unknown): void;
  debug(message: string, log?: boolean): void;
  info(message: string, log?: boolean, show?: boolean): void;
  success(message: string, log?: boolean, show?: boolean): void;
  warn(message: string, log?: boolean, show?: boolean): void;
  error(message: string, log?: boolean, show?: boolean): void;
  showMenu(data: unknown): void;
  showContent(data: unknown): void;
  showPanel(data: unknown): void;
}

/** Logs a message, and shows it; also before the app is ready. */
type Write = (level: string, message: string, log?: boolean, show?: boolean) => void;

export function createWrite(send: (action: string, data?: unknown) => void): Write {
  return (level, message, log, show) => {
    if (!message) return;
    if (log !== false)
      send(`logger:${level}:${message}`, level === 'debug' ? null : { show: show !== false });
    else if (show !== false && level !== 'debug') send(`${level}:${message}`);
  };
}

export function createSpeech(
  send: (action: string, data?: unknown) => void,
  write: Write,
  isReady: () => boolean,
): Speech {
  const show = (kind: string) => (data: unknown) => {
    if (!isReady() || data === null || data === undefined) return;
    if (typeof data === 'object') send(`${kind}:data`, data);
    else send(`${kind}:${textOf(data)}`);
  };
  const logger = (level: string) => (message: string, log?: boolean, shown?: boolean) => {
    if (isReady()) write(level, message, log, shown);
  };

  return {
    executeAction: (action, data) => {
      if (isReady() && action) send(action, data);
    },
    triggerEvent: (eventId, data) => {
      if (isReady() && eventId) send(`event:${eventId}`, data);
    },
    debug: logger('debug'),
    info: logger('info'),
    success: logger('success'),
    warn: logger('warn'),
    error: logger('error'),
    showMenu: show('menu'),
    showContent: show('content'),
    showPanel: show('panel'),
  };
}
