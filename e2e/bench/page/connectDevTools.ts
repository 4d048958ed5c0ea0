import WebSocket from 'ws';

/** One page of a Chromium, through the DevTools protocol. */
export interface DevTools {
  send(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
  on(event: string, listener: (params: Record<string, unknown>) => void): void;
  close(): void;
}

interface Target {
  type: string;
  webSocketDebuggerUrl: string;
}

/** @throws an Error where the port has no page, or the page does not answer */
export async function connectDevTools(port: number): Promise<DevTools> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];
  const page = targets.find(({ type }) => type === 'page');
  if (!page) throw new Error('the engine shows no page');
  const socket = new WebSocket(page.webSocketDebuggerUrl, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let lastId = 0;
  const waiting = new Map<
    number,
    (answer: { result?: Record<string, unknown>; error?: { message: string } }) => void
  >();
  const listeners: [string, (params: Record<string, unknown>) => void][] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as {
      id?: number;
      method?: string;
      params?: Record<string, unknown>;
      result?: Record<string, unknown>;
      error?: { message: string };
    };
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else
      for (const [event, listener] of listeners) if (event === message.method) listener(message.params ?? {});
  });
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id);
          if (error) reject(new Error(`${method}: ${error.message}`));
          else resolve(result ?? {});
        });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    on: (event, listener) => listeners.push([event, listener]),
    close: () => socket.terminate(),
  };
}
