import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createFinding, type Fact } from '../../simulate/finding.js';
import { connectionLimit } from '../../simulate/connectionLimit.js';
import { startWatchedBroker } from '../../stage/startWatchedBroker.js';
import { cpuMs, residentKb } from './processCost.js';
import { connectTvs, useManyAddresses } from './tvs.js';

const TVS = 3000;
const BRIDGE_TVS = 2000;
/** One address may register a hundred in a minute. */
const TVS_AN_ADDRESS = 50;
/** Until what was only needed to connect is given back. */
const REST_MS = 5000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What it costs to connect a TV, and to keep it connected: mosquitto, and the bridge. */
export async function memory(): Promise<Fact[]> {
  useManyAddresses();
  const most = await connectionLimit();
  const { fact, finding } = createFinding('memory', 'idle connections');

  for (const transport of ['WebSocket', 'WebSocket with TLS'] as const) {
    const broker = await startWatchedBroker(() => undefined);
    const pid = broker.pid();
    const url = transport === 'WebSocket' ? broker.url : broker.tlsUrl;
    if (pid === null || url === null) console.log(`SKIPPED: ${transport} at ${broker.name}`);
    else {
      const beforeKb = residentKb(pid);
      const cpuBeforeMs = cpuMs(pid);
      const count = Math.min(TVS, most);
      const tvs = await connectTvs(url, count);
      const spentMs = cpuMs(pid) - cpuBeforeMs;
      await sleep(REST_MS);
      const usedKb = (residentKb(pid) - beforeKb) / count;
      fact(`mosquitto, for each of ${count} TVs over ${transport}`, usedKb, 'KB');
      fact(`processor time of mosquitto to connect a TV over ${transport}`, (spentMs / count) * 1000, 'µs');
      for (const { connection } of tvs) connection.close();
    }
    await broker.close();
  }

  const program = resolve('dist/bridge/cli.js');
  if (!existsSync(program)) {
    console.log('SKIPPED: memory of the bridge: run "npm run build" first');
    return finding.facts;
  }
  const data = await mkdtemp(join(tmpdir(), 'measure-memory-'));
  const args = ['--port', '0', '--host', '127.0.0.1', '--trust-proxy', '127.0.0.1', '--data', data];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  while (!out.includes('Ctrl-C')) await once(child.stdout, 'data');
  const port = Number(/localhost:(\d+)/.exec(out)?.[1]);
  const count = Math.min(BRIDGE_TVS, most);
  try {
    await sleep(REST_MS);
    const aloneKb = residentKb(child.pid!);
    fact('the bridge alone', aloneKb / 1024, 'MB');
    for (let i = 0; i < count; i++)
      await (
        await fetch(`http://127.0.0.1:${port}/gallery/menu.json?device_id=tv${i}`, {
          headers: { 'x-forwarded-for': `10.0.0.${Math.floor(i / TVS_AN_ADDRESS)}` },
        })
      ).text();
    await sleep(REST_MS);
    const registeredKb = residentKb(child.pid!);
    fact(`the bridge, with ${count} TVs registered`, registeredKb / 1024, 'MB');
    const tvs = await connectTvs(`ws://127.0.0.1:${port}/mqtt`, count);
    await sleep(REST_MS);
    fact(
      `the bridge (aedes), for each of ${count} connected TVs`,
      (residentKb(child.pid!) - registeredKb) / count,
      'KB',
    );
    for (const { connection } of tvs) connection.close();
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(data, { recursive: true });
  }
  return finding.facts;
}
