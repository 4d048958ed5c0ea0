import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startTestBroker } from '../stage/startTestBroker.js';
import { freePort, listening, MOSQUITTO } from '../stage/startMosquitto.js';

/** A real broker on 127.0.0.1 that lets everybody in, and says who comes. */
interface WatchedBroker {
  name: string;
  /** ws://… */
  url: string;
  /** wss://…, with a certificate that nobody has signed; null = none. */
  tlsUrl: string | null;
  /** Plain MQTT; null = none. */
  tcpPort: number | null;
  /** Of the process, to see what it costs; null = it is this one. */
  pid: () => number | null;
  /** Ends it without a goodbye. */
  kill(): Promise<void>;
  /** On the same ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** @param connected the broker has accepted a connection */
export async function startWatchedBroker(connected: () => void): Promise<WatchedBroker> {
  return MOSQUITTO === null ? startAedes(connected) : startMosquitto(MOSQUITTO, connected);
}

async function startAedes(connected: () => void): Promise<WatchedBroker> {
  const broker = await startTestBroker({
    signIn: () => {
      connected();
      return 0;
    },
  });
  return {
    ...broker,
    name: 'aedes (mosquitto is not installed)',
    tlsUrl: null,
    tcpPort: null,
    pid: () => null,
  };
}

/** A key of the kind that Let's Encrypt gives today. @returns whether there is an openssl to make it */
function makeCertificate(folder: string): boolean {
  try {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...[
          '-subj',
          '/CN=127.0.0.1',
          '-keyout',
          join(folder, 'key.pem'),
          '-out',
          join(folder, 'certificate.pem'),
        ],
      ],
      { stdio: 'pipe' },
    );
    return true;
  } catch {
    return false; // what needs TLS says that it is skipped
  }
}

async function startMosquitto(program: string, connected: () => void): Promise<WatchedBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'watched-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  const wsPort = await freePort();
  const tcpPort = await freePort();
  const tlsPort = await freePort();
  const hasTls = makeCertificate(folder);
  await writeFile(
    file,
    [
      'allow_anonymous true',
      'log_dest stderr',
      'log_type notice',
      'connection_messages true',
      // The defaults hold back what a bench sends at once: 20 under way, 1000 waiting.
      'max_inflight_messages 1000',
      'max_queued_messages 1000000',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      `listener ${wsPort} 127.0.0.1`,
      'protocol websockets',
      `listener ${tcpPort} 127.0.0.1`,
      ...(hasTls
        ? [
            `listener ${tlsPort} 127.0.0.1`,
            'protocol websockets',
            `certfile ${join(folder, 'certificate.pem')}`,
            `keyfile ${join(folder, 'key.pem')}`,
          ]
        : []),
    ].join('\n'),
  );
  const run = (): ChildProcess => {
    const started = spawn(program, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    createInterface({ input: started.stderr }).on('line', (line) => {
      if (line.includes('New client connected')) connected();
    });
    return started;
  };
  let child = run();
  await listening(wsPort);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    name: 'mosquitto',
    url: `ws://127.0.0.1:${wsPort}/`,
    tlsUrl: hasTls ? `wss://127.0.0.1:${tlsPort}/` : null,
    tcpPort,
    pid: () => child.pid ?? null,
    kill,
    restart: async () => {
      child = run();
      await listening(wsPort);
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
