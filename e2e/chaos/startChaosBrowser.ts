import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { bundleEs5 } from '../../esbuild.config.mjs';
import type { Engine } from '../engines/findEngine.js';
import { startEngine, type RunningEngine } from '../engines/startEngine.js';
import { startServer } from '../stage/startServer.js';
import { parseAck } from '../../src/makapix/ack.js';
import type { Heard } from './isUntold.js';
import { tellsOfDeletion } from './tellsOfDeletion.js';
import type { ChaosPage, Order, Report } from './page/orders.js';

/** An engine with a profile that outlives it, and the plugin's pages in it, by name. */
export interface ChaosBrowser {
  family: Engine['family'];
  open(frame: string): Promise<unknown>;
  reload(frame: string): Promise<unknown>;
  close(frame: string): Promise<unknown>;
  call<Method extends keyof ChaosPage>(
    frame: string,
    method: Method,
    ...args: Parameters<ChaosPage[Method]>
  ): Promise<Awaited<ReturnType<ChaosPage[Method]>>>;
  /**
   * SIGKILL, as the power plug, and a new one with the same profile: no page is open. Also where it has ended by
   * itself.
   */
  kill(): Promise<void>;
  /** The same with a profile that has never been used. */
  renew(): Promise<void>;
  /** The acks that its pages have heard, in order, and lived to store. */
  heard: Heard[];
  /** What the pages wrote to the console lately, and the engine about its database. */
  said(): string[];
  /** Whether Chromium has said since its last start that it threw a damaged database away. */
  hasDeletedDatabase(): boolean;
  stop(): Promise<void>;
}

/** What is asked of an engine that ends before it answers. */
export class EngineEnded extends Error {}

/** From an order to its report; a page on a busy machine takes a second. */
const ANSWER_WITHIN_MS = 20_000;
const START_WITHIN_MS = 30_000;
const LINES_KEPT = 40;
/** What a page heard this shortly before it ended, it may not have stored. */
const STORED_WITHIN_MS = 150;

const html = (script: string) => ({
  body: `<!doctype html><meta charset="utf-8"><title>chaos</title><body><script>${script}</script>`,
  type: 'text/html; charset=utf-8',
});
const scriptOf = async (name: string): Promise<string> =>
  (await bundleEs5(join(import.meta.dirname, 'page', name))).script;

type Wanted<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Orders for the shell, each until its report. */
function createOrders(name: string) {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let orders = 0;
  return {
    tell: (shell: WebSocket, order: Wanted<Order>): Promise<unknown> => {
      const id = ++orders;
      return new Promise((resolve, reject) => {
        if (shell.readyState !== WebSocket.OPEN) {
          reject(new EngineEnded(`${name} has ended`));
          return;
        }
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`${name} has not done within ${ANSWER_WITHIN_MS} ms: ${JSON.stringify(order)}`));
        }, ANSWER_WITHIN_MS);
        const settle =
          <T>(how: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(timer);
            how(value);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        shell.send(JSON.stringify({ ...order, id }));
      });
    },
    take: (report: Exclude<Report, { heard: string }>): void => {
      const asked = waiting.get(report.id);
      waiting.delete(report.id);
      if ('error' in report) asked?.reject(new Error(`${name}: ${report.error}`));
      else asked?.resolve(report.value);
    },
    /** None of them will be reported. */
    giveUp: (error: Error): void => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

export async function startChaosBrowser(engine: Engine): Promise<ChaosBrowser> {
  const web = await startServer(
    {},
    { '/': html(await scriptOf('shell.ts')), '/plugin': html(await scriptOf('chaosPage.ts')) },
  );
  const control = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(control, 'listening');
  const profile = await mkdtemp(join(tmpdir(), 'chaos-profile-'));
  const shellUrl = `${web.origin}/?127.0.0.1:${(control.address() as AddressInfo).port}`;
  const orders = createOrders(engine.name);
  const heard: Heard[] = [];
  let running: RunningEngine;
  let shell: WebSocket;
  let lines: string[] = [];

  function said(): string[] {
    lines = lines.concat(running.said());
    return lines.slice(-LINES_KEPT);
  }

  /** @param orderedAtMs when it was told to end: until it did, it may have heard more */
  function forgetUnstored(orderedAtMs: number): void {
    while (heard.length > 0 && orderedAtMs - heard[heard.length - 1]!.atMs < STORED_WITHIN_MS) heard.pop();
  }

  function take(data: RawData): void {
    const report = JSON.parse((data as Buffer).toString()) as Report;
    if (!('heard' in report)) {
      orders.take(report);
      return;
    }
    const ack = parseAck(report.heard);
    heard.push({ atMs: report.atMs, said: ack?.success === false ? ack.code : 'success' });
  }

  async function start(): Promise<void> {
    const there = once(control, 'connection', { signal: AbortSignal.timeout(START_WITHIN_MS) });
    running = await startEngine(engine, shellUrl, [], profile);
    lines = [];
    const ended = running.ended.then((how) => {
      forgetUnstored(Date.now());
      const error = new EngineEnded(how);
      orders.giveUp(error);
      throw error;
    });
    [shell] = (await Promise.race([there, ended])) as [WebSocket];
    shell.on('message', take);
  }

  const tell = (order: Wanted<Order>): Promise<unknown> => orders.tell(shell, order);
  /** The page in the frame ends. */
  const end = async (how: 'reload' | 'close', frame: string): Promise<void> => {
    const orderedAtMs = Date.now();
    await tell({ do: how, frame });
    forgetUnstored(orderedAtMs);
  };
  const clear = (): Promise<void> =>
    rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

  await start();
  return {
    family: engine.family,
    open: (frame) => tell({ do: 'open', frame }),
    reload: (frame) => end('reload', frame),
    close: (frame) => end('close', frame),
    call: <Method extends keyof ChaosPage>(frame: string, method: Method, ...args: unknown[]) =>
      tell({ do: 'call', frame, method, args }) as Promise<Awaited<ReturnType<ChaosPage[Method]>>>,
    kill: async () => {
      const orderedAtMs = Date.now();
      await running.stop();
      forgetUnstored(orderedAtMs);
      await start();
    },
    renew: async () => {
      await running.stop();
      await clear();
      await start();
    },
    heard,
    said,
    hasDeletedDatabase: () => said().some(tellsOfDeletion),
    stop: async () => {
      await running.stop();
      control.close();
      await web.close();
      await clear();
    },
  };
}
