import type { ServerResponse } from 'node:http';

/** What the dashboard hears of. */
export type DashboardEvent =
  /** Players came, went or changed. */
  | { type: 'players' }
  /** A view was recorded. */
  | { type: 'view' }
  /** Works came, went or changed. */
  | { type: 'library' };

export interface Events {
  send(event: DashboardEvent): void;
  /** Sends events on a response until one of both ends, or whoever asked may no longer hear them. */
  join(response: ServerResponse, mayHear: () => boolean): void;
  /** Ends the responses of those who may no longer hear. */
  check(): void;
  close(): void;
}

/** Proxies cut what is silent for a minute. */
const KEEP_ALIVE_MS = 25_000;

/** A listener that takes nothing for so long has gone without saying so. */
const LARGEST_BACKLOG_BYTES = 1024 * 1024;

/** Server-sent events (HTML Living Standard, 9.2) for everybody who looks at the dashboard. */
export function dashboardEvents(): Events {
  const listeners = new Map<ServerResponse, () => boolean>();
  const check = (): void => {
    for (const [listener, mayHear] of listeners) if (!mayHear()) listener.end();
  };
  const write = (text: string): void => {
    check();
    for (const listener of listeners.keys())
      if (listener.writableLength > LARGEST_BACKLOG_BYTES) listener.destroy();
      else if (!listener.writableEnded) listener.write(text);
  };
  const beating = setInterval(() => write(': still here\n\n'), KEEP_ALIVE_MS);
  return {
    send: (event) => write(`data: ${JSON.stringify(event)}\n\n`),
    check,
    join(response, mayHear) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no', // nginx would gather the events
      });
      response.write('retry: 2000\n\n');
      listeners.set(response, mayHear);
      response.once('close', () => listeners.delete(response));
    },
    close() {
      clearInterval(beating);
      for (const listener of listeners.keys()) listener.end();
    },
  };
}
