import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where Debian and others put it; null = not installed. */
export const MOSQUITTO =
  ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find((path) =>
    existsSync(path),
  ) ?? null;

export interface Mosquitto {
  /** WebSocket. */
  url: string;
  /** Plain MQTT. */
  tcpPort: number;
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

/** Resolves when somebody listens. */
export async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => done(true)).once('error', () => done(false));
      socket.once('close', () => done(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`mosquitto does not listen on port ${port}`);
}

/**
 * Mosquitto with a WebSocket listener on 127.0.0.1, passwords and the access list of our documents.
 *
 * @param users name → password
 * @param settings more lines of its configuration
 */
export async function startMosquitto(
  users: Record<string, string>,
  settings: readonly string[] = [],
): Promise<Mosquitto> {
  if (MOSQUITTO === null) throw new Error('mosquitto is not installed');
  const program = MOSQUITTO;
  const folder = await mkdtemp(join(tmpdir(), 'mosquitto-'));
  const file = (name: string): string => join(folder, name);
  const port = await freePort();
  const tcpPort = await freePort();
  await writeFile(file('acl'), await documentedAccessList(), { mode: 0o600 });
  const plain = Object.entries(users).map(([name, password]) => `${name}:${password}\n`);
  await writeFile(file('passwords'), plain.join(''), { mode: 0o600 });
  execFileSync('mosquitto_passwd', ['-U', file('passwords')], { stdio: 'ignore' }); // hashes them in place
  await writeFile(
    file('mosquitto.conf'),
    [
      'per_listener_settings false',
      'allow_anonymous false',
      `password_file ${file('passwords')}`,
      `acl_file ${file('acl')}`,
      // Started by root, it would become the user mosquitto, who may not read this folder.
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      `listener ${port} 127.0.0.1`,
      'protocol websockets',
      // Mosquitto 2.0.11 (Debian 12) does not start with WebSocket listeners alone.
      `listener ${tcpPort} 127.0.0.1`,
      `persistence_location ${folder}/`,
      ...settings,
    ].join('\n'),
  );

  const run = (): ReturnType<typeof spawn> =>
    spawn(program, ['-c', file('mosquitto.conf')], { stdio: 'ignore' });
  let child = run();
  await listening(port);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await gone;
  };
  const kill = (): Promise<void> => end('SIGKILL');
  return {
    url: `ws://127.0.0.1:${port}/`,
    tcpPort,
    kill,
    stop: () => end('SIGTERM'),
    restart: async () => {
      child = run();
      await listening(port);
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
