import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './startMosquitto.js';

/** One node of a RabbitMQ cluster, a process of its own on an address of its own, such as 127.0.0.2. */
export interface RabbitNode {
  /** As Erlang calls it, such as `r2@127.0.0.2`. */
  name: string;
  host: string;
  amqpPort: number;
  /** Of MQTT over WebSocket. */
  webPort: number;
  pid(): number;
  /** Whether TVs can connect to it. */
  answers(): Promise<boolean>;
  /** The end of its log. */
  said(): string;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Ends it as systemd does. */
  stop(): Promise<void>;
  /** On the same ports, with the same data. Resolves when it takes connections. */
  restart(): Promise<void>;
}

export interface RabbitCluster {
  nodes: readonly RabbitNode[];
  /** `amqp://…` of all nodes, with commas between them. */
  amqpUrls(user: string, password: string): string;
  /** The node on which a queue's leader is. @param by a node that runs */
  leaderOf(queue: string, by: RabbitNode): Promise<RabbitNode>;
  /** Whether a node runs, and all of them for it. One that has paused may take connections until it has stopped. */
  isWell: (node: RabbitNode) => Promise<boolean>;
  /**
   * Runs lines for a shell, in which `sudo rabbitmqctl` and its like are the first node's.
   * @returns what they print
   * @throws when one of them fails
   */
  shell(lines: string): Promise<string>;
  close(): Promise<void>;
}

export interface RabbitUser {
  password: string;
  /** Regular expressions, as docs/broker.md has them. */
  configure: string;
  write: string;
  read: string;
  /** On `amq.topic`, where `{username}` is the user's name; null = everything. */
  topic: { write: string; read: string } | null;
}

interface Options {
  /** How many nodes. */
  nodes: number;
  users: Readonly<Record<string, RabbitUser>>;
  /** More lines of each node's configuration. */
  settings?: readonly string[];
  /** What is switched on; what TVs and workers need unless told otherwise. */
  plugins?: readonly string[];
  /** Lines in the place of all of our own: where it listens, and what it forms a cluster with. */
  configure?: (ports: NodePorts) => string;
}

/** What a node's lines have to be made of. */
interface NodePorts {
  /** The place of the node among all of them, from 0. */
  index: number;
  /** As Erlang calls the nodes. */
  names: readonly string[];
  amqpPort: number;
  /** Of MQTT over WebSocket. */
  webPort: number;
}

/** Where Debian and others put its scripts. Debian's wrappers on the PATH would change the user. */
const FOLDERS = ['/usr/lib/rabbitmq/bin', ...(process.env.PATH ?? '').split(delimiter)];

const scripts = (): string | undefined =>
  FOLDERS.find((folder) => existsSync(join(folder, 'rabbitmq-server')) && !folder.endsWith('sbin'));

/** @returns why it cannot run here, in words; undefined when it can */
export const rabbitMissing = (): string | undefined =>
  scripts() === undefined
    ? 'rabbitmq-server is not installed (apt-get install --no-install-recommends rabbitmq-server)'
    : undefined;

/** As above for tests: nodes start for half a minute each, which is not for every day. */
export const rabbitTestsMissing = (): string | undefined =>
  process.env.RABBITMQ_TESTS === undefined ? 'npm run test:rabbitmq runs it' : rabbitMissing();

const PLUGINS = ['rabbitmq_mqtt', 'rabbitmq_web_mqtt', 'rabbitmq_consistent_hash_exchange'];

/** A node that hears nothing from another for so long takes it for gone. */
const NET_TICK_SECONDS = 6;
/** On a machine that does much else. */
const START_WITHIN_MS = 120_000;
const LOOK_MS = 100;

/** As RabbitMQ keeps them: SHA-256 of a salt of four bytes and the password, with the salt before it. */
function hashOf(password: string): string {
  const salt = randomBytes(4);
  const hash = createHash('sha256').update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString('base64');
}

function definitionsOf(users: Options['users']): object {
  const all = Object.entries(users);
  return {
    vhosts: [{ name: '/' }],
    users: all.map(([name, { password }]) => ({
      name,
      password_hash: hashOf(password),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: '',
    })),
    permissions: all.map(([user, { configure, write, read }]) => ({
      ...{ user, vhost: '/', configure, write, read },
    })),
    topic_permissions: all.flatMap(([user, { topic }]) =>
      topic ? [{ user, vhost: '/', exchange: 'amq.topic', ...topic }] : [],
    ),
  };
}

/** @returns whether somebody listens there */
const isOpen = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

interface Place {
  folder: string;
  epmdPort: number;
  cookie: string;
  names: readonly string[];
  settings: readonly string[];
  plugins: readonly string[];
  configure: Options['configure'];
}

const environmentOf = (folder: string, epmdPort: number): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LANG: 'C.UTF-8',
  HOME: folder, // where Erlang's cookie is
  ERL_EPMD_PORT: String(epmdPort),
  RABBITMQ_USE_LONGNAME: 'true',
  RABBITMQ_CONF_ENV_FILE: '/dev/null',
});

/** Writes down what a node needs, and gives it. */
async function layNode(index: number, place: Place): Promise<RabbitNode> {
  const { epmdPort, names, configure } = place;
  const host = `127.0.0.${index + 1}`;
  const name = names[index]!;
  const folder = join(place.folder, `node${index + 1}`);
  const [amqpPort, webPort, distPort] = [await freePort(), await freePort(), await freePort()];
  await mkdir(folder);
  await writeFile(join(folder, '.erlang.cookie'), place.cookie);
  await chmod(join(folder, '.erlang.cookie'), 0o400);
  await writeFile(join(folder, 'plugins'), `[${place.plugins.join(',')}].`);
  const own = [
    `listeners.tcp.1 = ${host}:${amqpPort}`,
    'mqtt.listeners.tcp = none',
    `web_mqtt.tcp.ip = ${host}`,
    `web_mqtt.tcp.port = ${webPort}`,
    'mqtt.allow_anonymous = false',
    `load_definitions = ${join(place.folder, 'definitions.json')}`,
    'cluster_partition_handling = pause_minority',
    'cluster_formation.peer_discovery_backend = classic_config',
    ...names.map((one, i) => `cluster_formation.classic_config.nodes.${i + 1} = ${one}`),
    `net_ticktime = ${NET_TICK_SECONDS}`,
  ];
  const conf = [
    ...(configure ? [configure({ index, names, amqpPort, webPort })] : own),
    'log.console = true',
    'log.file = false',
    ...place.settings,
  ];
  await writeFile(join(folder, 'rabbitmq.conf'), conf.join('\n'));
  // What it says to other nodes comes from its own address, so that the way between two of them can be cut.
  const address = `{127,0,0,${index + 1}}`;
  await writeFile(
    join(folder, 'advanced.config'),
    `[{kernel,[{inet_dist_use_interface,${address}},{inet_dist_connect_options,[{ip,${address}}]}]}].`,
  );
  const env = {
    ...environmentOf(folder, epmdPort),
    RABBITMQ_NODENAME: name,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(folder, 'generated'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
  };

  let child: ChildProcess | undefined;
  let said = '';
  const start = async (): Promise<void> => {
    said = '';
    // A group of its own: the script, Erlang and its helpers end together.
    const started = spawn(join(scripts()!, 'rabbitmq-server'), [], {
      ...{ env, cwd: folder, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-20_000)));
    for (const untilMs = performance.now() + START_WITHIN_MS; ;) {
      if (said.includes('Server startup complete') && (await isOpen(webPort, host))) return;
      if (started.exitCode !== null) throw new Error(`${name} did not start: ${said.slice(-2000)}`);
      if (performance.now() > untilMs)
        throw new Error(`${name} takes too long to start: ${said.slice(-2000)}`);
      await pause(LOOK_MS);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    process.kill(signal === 'SIGKILL' ? -child.pid! : child.pid!, signal);
    await gone;
  };
  return {
    ...{ name, host, amqpPort, webPort },
    // The script waits for Erlang, which has written down its own number.
    pid: () => child!.pid!,
    answers: () => isOpen(webPort, host),
    said: () => said,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart: start,
  };
}

/**
 * A RabbitMQ cluster on loopback, each node on an address of its own, with Erlang's name service and cookie of its own.
 * @throws with what a node has said that does not start
 */
export async function startRabbit({
  nodes: count,
  users,
  settings = [],
  plugins = PLUGINS,
  configure,
}: Options): Promise<RabbitCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'rabbit-'));
  const epmdPort = await freePort();
  const cookie = randomBytes(16).toString('hex');
  const names = Array.from({ length: count }, (_, i) => `r${i + 1}@127.0.0.${i + 1}`);
  await writeFile(join(folder, 'definitions.json'), JSON.stringify(definitionsOf(users)));
  const hosts = names.map((name) => name.split('@')[1]);
  const epmd = spawn('epmd', ['-port', String(epmdPort), '-address', hosts.join()], { stdio: 'ignore' });
  const nodes: RabbitNode[] = [];
  // They are in groups of their own, which Ctrl-C does not reach.
  const endAtExit = (): void => {
    for (const node of nodes) void node.kill();
    epmd.kill('SIGKILL');
  };
  process.once('exit', endAtExit);
  const close = async (): Promise<void> => {
    process.removeListener('exit', endAtExit);
    await Promise.all(nodes.map((node) => node.kill()));
    epmd.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await once(epmd, 'spawn');
    for (const [i] of names.entries())
      nodes.push(await layNode(i, { folder, epmdPort, cookie, names, settings, plugins, configure }));
    // A node that joins while the first one makes the vhost may be left without it, and closes each connection.
    const [first, ...others] = nodes;
    await first!.restart();
    await Promise.all(others.map((node) => node.restart()));
  } catch (error) {
    await close();
    throw error;
  }
  const evaluate = async (node: RabbitNode, expression: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      join(scripts()!, 'rabbitmqctl'),
      ['-n', node.name, '--longnames', '--quiet', 'eval', expression],
      { env: environmentOf(join(folder, 'node1'), epmdPort) },
    );
    return stdout;
  };
  return {
    nodes,
    amqpUrls: (user, password) =>
      nodes.map(({ host, amqpPort }) => `amqp://${user}:${password}@${host}:${amqpPort}`).join(),
    async leaderOf(queue, by) {
      const lookUp = `{ok, Q} = rabbit_amqqueue:lookup({resource, <<"/">>, queue, <<"${queue}">>}), case amqqueue:get_pid(Q) of {_, Node} -> Node; Pid -> node(Pid) end.`;
      const found = await evaluate(by, lookUp);
      const leader = /'(r\d@[\d.]+)'/.exec(found)?.[1];
      const node = nodes.find(({ name }) => name === leader);
      if (!node) throw new Error(`${queue} has no leader: ${found}`);
      return node;
    },
    isWell: async (node) => {
      const how = `{rabbit_boot_state:get(), length(rabbit_nodes:all_running()), rabbit_node_monitor:partitions()}.`;
      const state = await evaluate(node, how).catch(() => ''); // it does not answer
      return state.trim() === `{ready,${nodes.length},[]}`;
    },
    async shell(lines) {
      const own = `set -e\nsudo() { tool=$1; shift; '${scripts()!}'/$tool --quiet "$@"; }\n`;
      // By its own name as well it is called after the node: the others answer to it.
      const env = { ...environmentOf(join(folder, 'node1'), epmdPort), RABBITMQ_NODENAME: nodes[0]!.name };
      const { stdout } = await promisify(execFile)('sh', ['-c', own + lines], { env });
      return stdout;
    },
    close,
  };
}
