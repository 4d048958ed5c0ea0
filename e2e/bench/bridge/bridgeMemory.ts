import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BUILT_PROGRAM, FREE_PORTS, spawnBridge } from '../../stage/program.js';
import { createFacts, type Fact } from '../../stage/createFacts.js';
import { connectionLimit } from '../../stage/connectionLimit.js';
import { startWatchedBroker } from '../../stage/startWatchedBroker.js';
import { cpuMs, residentKb } from './processCost.js';
import { connectTvs, useManyAddresses } from './tvs.js';

const TVS = 3000;
const BRIDGE_TVS = 2000;
/** One address may register a hundred in a minute. */
const TVS_AN_ADDRESS = 50;
/** Until what was only needed to connect is given back. */
const REST_MS = 5000;

/** What it costs to connect a TV, and to keep it connected: mosquitto, and the bridge. */
export async function bridgeMemory(): Promise<Fact[]> {
  useManyAddresses();
  const most = await connectionLimit();
  const { fact, facts } = createFacts('memory', 'idle connections');

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
      await pause(REST_MS);
      const usedKb = (residentKb(pid) - beforeKb) / count;
      fact(`mosquitto, for each of ${count} TVs over ${transport}`, usedKb, 'KB');
      fact(`processor time of mosquitto to connect a TV over ${transport}`, (spentMs / count) * 1000, 'µs');
      for (const { connection } of tvs) connection.close();
    }
    await broker.close();
  }

  if (!existsSync(BUILT_PROGRAM)) {
    console.log('SKIPPED: memory of the bridge: run "npm run build" first');
    return facts;
  }
  const data = await mkdtemp(join(tmpdir(), 'measure-memory-'));
  const bridge = spawnBridge([...FREE_PORTS, '--trust-proxy', '127.0.0.1', '--data', data]);
  await bridge.started;
  const port = bridge.port();
  const pid = bridge.child.pid!;
  const count = Math.min(BRIDGE_TVS, most);
  try {
    await pause(REST_MS);
    const aloneKb = residentKb(pid);
    fact('the bridge alone', aloneKb / 1024, 'MB');
    for (let i = 0; i < count; i++)
      await (
        await fetch(`http://127.0.0.1:${port}/gallery/menu.json?device_id=tv${i}`, {
          headers: { 'x-forwarded-for': `10.0.0.${Math.floor(i / TVS_AN_ADDRESS)}` },
        })
      ).text();
    await pause(REST_MS);
    const registeredKb = residentKb(pid);
    fact(`the bridge, with ${count} TVs registered`, registeredKb / 1024, 'MB');
    const tvs = await connectTvs(`ws://127.0.0.1:${port}/mqtt`, count);
    await pause(REST_MS);
    fact(
      `the bridge (aedes), for each of ${count} connected TVs`,
      (residentKb(pid) - registeredKb) / count,
      'KB',
    );
    for (const { connection } of tvs) connection.close();
  } finally {
    await bridge.end('SIGTERM');
    await rm(data, { recursive: true });
  }
  return facts;
}
