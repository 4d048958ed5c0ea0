import { now } from './now.js';

/** What happened to a plugin's page, in ms since its frame was made. */
export interface Start {
  /** It said `interaction:init`: library, handler and all are there. */
  readyMs: number;
  /** Its answer to `init` arrived. */
  answeredMs: number;
}

/** A plugin's page in a frame, beside as little of MSX as will do: the window protocol (facts of TVX). */
interface App {
  /** Resolves when the first menu is there. */
  started: Promise<Start>;
  send(data: Record<string, unknown>): void;
  close(): void;
}

const TYPE = 'interactionPlugin';

function infoOf(dataId: string): Record<string, unknown> {
  const at = Date.now();
  return {
    host: window.location.host,
    platform: 'tizen',
    id: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ012345',
    language: 'en',
    application: { name: 'Media Station X', version: '0.1.163', settings: { randomPlayback: 0 } },
    time: { timestamp: at, now: at, zone: 0, offset: 0, zoneOffset: 0 },
    system: dataId === 'info:extended' ? { macAddress: '00:11:22:33:44:55' } : undefined,
  };
}

export function openApp(url: string, slider: () => Record<string, unknown> | null = () => null): App {
  const place = document.getElementById('place')!;
  const frame = document.createElement('iframe');
  let listener: (event: MessageEvent<unknown>) => void = () => undefined;
  const startedAt = now();
  const post = (message: Record<string, unknown>) => {
    message.type = TYPE;
    frame.contentWindow?.postMessage(JSON.parse(JSON.stringify(message)), '*');
  };
  const started = new Promise<Start>((resolve) => {
    let readyMs = 0;
    listener = (event) => {
      const message = event.data as { action?: string; data?: Record<string, unknown> } | null;
      const action = message?.action ?? '';
      if (action === 'interaction:init') {
        readyMs = now() - startedAt;
        post({ init: 1, data: null });
        post({ data: { requestId: 'first', dataId: 'init', data: null } });
      } else if (action === 'response:first') resolve({ readyMs, answeredMs: now() - startedAt });
      else if (action.indexOf('interaction:commit:') === 0) {
        const dataId = action.slice('interaction:commit:'.length);
        const found = dataId === 'slider' ? { slider: slider() } : { info: infoOf(dataId) };
        post({ data: { ...found, data: message?.data } });
      }
    };
    window.addEventListener('message', listener);
  });
  frame.src = url;
  place.appendChild(frame);
  return {
    started,
    send: (data) => post({ data }),
    close: () => {
      window.removeEventListener('message', listener);
      place.removeChild(frame);
    },
  };
}
