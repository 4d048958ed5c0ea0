import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startTestBroker } from '../server/broker.js';
import { freePort, listening, MOSQUITTO } from '../server/mosquitto.js';

/** A real broker on 127.0.0.1 that lets everybody in, and says who comes. */
export interface WatchedBroker {
  name: string;
  /** ws://… */
  url: string;
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
  return { ...broker, name: 'aedes (mosquitto is not installed)', tcpPort: null, pid: () => null };
}

async function startMosquitto(program: string, connected: () => void): Promise<WatchedBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'watched-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  const wsPort = await freePort();
  const tcpPort = await freePort();
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
