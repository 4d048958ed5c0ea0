import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { certificateIn } from './certificateIn.js';

/** Where Debian and others put it; null = not installed. */
export const MOSQUITTO =
  ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find((path) =>
    existsSync(path),
  ) ?? null;

export interface Mosquitto {
  /** WebSocket. */
  url: string;
  /** wss://…, with a certificate that nobody has signed; null = none was asked for, or there is no openssl. */
  tlsUrl: string | null;
  /** Plain MQTT. */
  tcpPort: number;
  /** Of the process, to see what it costs. */
  pid(): number;
  /** Ends it without a goodbye. */
  kill(): Promise<void>;
  /** Ends it as systemd does. */
  stop(): Promise<void>;
  /** On the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The access list as docs/broker.md gives it to people, and the worker's part of it in docs/bridge.md. */
async function documentedAccessList(): Promise<string> {
  const blocks = await Promise.all(
    ['broker.md', 'bridge.md'].map(async (name) => {
      const page = await readFile(resolve(import.meta.dirname, '../../docs', name), 'utf8');
      const block = /```acl\n([\s\S]*?)```/.exec(page)?.[1];
      if (block === undefined) throw new Error(`docs/${name} has no access list`);
      return block;
    }),
  );
  return blocks.join('\n');
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** @returns whether somebody listens at last; false where the process has ended, since somebody else had one of its ports */
async function listens(port: number, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => done(true)).once('error', () => done(false));
      socket.once('close', () => done(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return true;
    await pause(25);
  }
  return false;
}

const MOST_TRIES = 5;

/** Passwords, and the access list of our documents. @returns the settings */
async function rightsIn(folder: string, users: Record<string, string>): Promise<string[]> {
  const [acl, passwords] = [join(folder, 'acl'), join(folder, 'passwords')];
  await writeFile(acl, await documentedAccessList(), { mode: 0o600 });
  const plain = Object.entries(users).map(([name, password]) => `${name}:${password}\n`);
  await writeFile(passwords, plain.join(''), { mode: 0o600 });
  execFileSync('mosquitto_passwd', ['-U', passwords], { stdio: 'ignore' }); // hashes them in place
  return ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${acl}`];
}

/**
 * Mosquitto with a WebSocket listener on 127.0.0.1.
 *
 * @param users name → password, with the access list of our documents; null = everybody may do everything
 * @param settings more lines of its configuration
 * @param watch.connected it has accepted a connection
 */
export async function startMosquitto(
  users: Record<string, string> | null,
  settings: readonly string[] = [],
  { connected, hasTls = false }: { connected?: () => void; hasTls?: boolean } = {},
): Promise<Mosquitto> {
  if (MOSQUITTO === null) throw new Error('mosquitto is not installed');
  const program = MOSQUITTO;
  const folder = await mkdtemp(join(tmpdir(), 'mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  const files = hasTls ? certificateIn(folder) : null;
  const certificate = files ? [`certfile ${files.certificate}`, `keyfile ${files.key}`] : [];
  const rights = users ? await rightsIn(folder, users) : ['allow_anonymous true'];
  let [port, tcpPort, tlsPort] = [0, 0, 0];
  const configure = async (): Promise<void> => {
    [port, tcpPort, tlsPort] = [await freePort(), await freePort(), await freePort()];
    const overTls = [`listener ${tlsPort} 127.0.0.1`, 'protocol websockets', ...certificate];
    const lines = [
      'per_listener_settings false',
      ...rights,
      // Started by root, it would become the user mosquitto, who may not read this folder.
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      ...['log_dest stderr', 'log_type notice', 'connection_messages true'],
      `listener ${port} 127.0.0.1`,
      'protocol websockets',
      // Mosquitto 2.0.11 (Debian 12) does not start with WebSocket listeners alone.
      `listener ${tcpPort} 127.0.0.1`,
      ...(certificate.length > 0 ? overTls : []),
      `persistence_location ${folder}/`,
      ...settings,
    ];
    await writeFile(file, lines.join('\n'));
  };

  const run = () => {
    const started = spawn(program, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    createInterface({ input: started.stderr }).on('line', (line) => {
      if (line.includes('New client connected')) connected?.();
    });
    return started;
  };
  const isUp = async (started: ChildProcess): Promise<boolean> =>
    (await listens(port, started)) &&
    (await listens(tcpPort, started)) &&
    (certificate.length === 0 || (await listens(tlsPort, started)));
  let child: ReturnType<typeof run>;
  // A port that was free may be somebody else's by then.
  for (let tries = 1; ; tries++) {
    await configure();
    child = run();
    if (await isUp(child)) break;
    child.kill('SIGKILL');
    if (tries === MOST_TRIES) throw new Error(`mosquitto does not start: ${tries} times`);
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const kill = (): Promise<void> => end('SIGKILL');
  return {
    url: `ws://127.0.0.1:${port}/`,
    tlsUrl: certificate.length > 0 ? `wss://127.0.0.1:${tlsPort}/` : null,
    tcpPort,
    pid: () => child.pid!,
    kill,
    stop: () => end('SIGTERM'),
    restart: async () => {
      child = run();
      if (!(await isUp(child))) throw new Error('mosquitto does not start again');
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
