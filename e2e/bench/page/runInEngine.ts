import { readFile } from 'node:fs/promises';
import { startEngine } from '../../engines/startEngine.js';
import { startServer, type Answer, type Arrived, type Routes } from '../../stage/startServer.js';
import type { Bed } from '../bench.js';
import { connectDevTools, type DevTools } from './connectDevTools.js';

/** How one measurement is to be made. */
interface PageJob {
  limitMs: number;
  /** Answers by path, before the bench's own. */
  route?: (arrived: Arrived, path: string) => Answer | undefined | Promise<Answer | undefined>;
  flags?: string[];
  /** Called when the page wants to have its heap looked into. */
  heap?: (devTools: DevTools) => Promise<void>;
}

const SHELL = `<!doctype html><html><head><meta charset="utf-8"><title>Bench</title></head>
<body><div id="place"></div><script src="/bench/bench.js"></script></body></html>`;
const KB = 1024;

/** Resident memory of a process, in KB (proc(5)). */
async function residentKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
}

/**
 * Opens a page in a fresh engine that measures by itself and posts its figures.
 * @param bench the name in browser/benches.ts
 * @returns what it posted
 * @throws an Error where it does not within the limit, or says what went wrong
 */
export async function runInEngine<Result>(
  { engine, script, throttle }: Bed,
  bench: string,
  options: object,
  job: PageJob,
): Promise<Result> {
  let devTools: DevTools | null = null;
  let finish: (outcome: { value?: unknown; failure?: string }) => void = () => undefined;
  const outcome = new Promise<{ value?: unknown; failure?: string }>((resolve) => (finish = resolve));

  const connected = async (): Promise<DevTools> => {
    const port = await running.devToolsPort;
    if (port === null) throw new Error(`${engine.name} has no DevTools`);
    return (devTools ??= await connectDevTools(port));
  };
  const own: Routes = {
    '/bench/': { body: SHELL, type: 'text/html; charset=utf-8' },
    '/bench/bench.js': { body: script, type: 'text/javascript; charset=utf-8' },
    '/bench/job': async () => {
      if (throttle > 1) await (await connected()).send('Emulation.setCPUThrottlingRate', { rate: throttle });
      return { json: { bench, options } };
    },
    '/bench/done': ({ body }) => {
      finish(JSON.parse(body) as { value?: unknown; failure?: string });
      return { json: null };
    },
    '/bench/heap': async () => {
      await job.heap?.(await connected());
      return { json: null };
    },
    '/bench/resident': async () => ({ json: { bytes: (await residentKb(running.pid)) * KB } }),
  };
  const routes = new Proxy<Routes>(own, {
    get: (_, path) => own[String(path)] ?? ((arrived: Arrived) => job.route?.(arrived, String(path))),
  });
  const server = await startServer({}, routes);
  const running = await startEngine(engine, `${server.origin}/bench/`, job.flags);
  let timer: NodeJS.Timeout | undefined;
  try {
    const { value, failure } = await Promise.race([
      outcome,
      running.ended.then((how) => ({ value: undefined, failure: how })),
      new Promise<{ value?: unknown; failure: string }>((resolve) => {
        timer = setTimeout(() => resolve({ failure: `not done within ${job.limitMs} ms` }), job.limitMs);
      }),
    ]);
    if (failure !== undefined) throw new Error(`${failure}\n${running.said().join('\n')}`);
    return value as Result;
  } finally {
    clearTimeout(timer);
    (devTools as DevTools | null)?.close();
    await running.stop();
    await server.close();
  }
}
