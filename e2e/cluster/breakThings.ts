import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../chaos/random.js';
import type { SpawnedProgram } from '../stage/program.js';
import type { RabbitCluster } from '../stage/startRabbit.js';
import { queuesOf } from '../../src/bridge/worker/queues.js';
import type { ClusterStage } from './clusterStage.js';
import { cutBetween, hasOwnNetwork } from './ownNetwork.js';
import type { watchFlow } from './watchFlow.js';

const SECOND_MS = 1000;
/** Longer than the nodes take to notice that they do not hear each other. */
const CUT_S = [12, 18] as const;
/** A node that has paused, since it was alone, is back by then. */
const BACK_WITHIN_MS = 240_000;

interface Scene {
  stage: ClusterStage;
  workers: Map<string, SpawnedProgram>;
  bridges: Map<string, SpawnedProgram>;
  random: Random;
  print: (line: string) => void;
  flow: Pick<ReturnType<typeof watchFlow>, 'longestGapMs'>;
  /** Since the beginning, as the TVs' journal has it. */
  nowS: () => string;
}

interface Fault {
  name: string;
  act: (scene: Scene) => Promise<void>;
}

const seconds = (random: Random, least: number, most: number): Promise<void> =>
  pause(random.between(least * SECOND_MS, most * SECOND_MS));

async function restartWorker(
  { stage, workers }: Scene,
  name: string,
  away: () => Promise<void>,
): Promise<void> {
  await workers.get(name)?.end('SIGKILL');
  await away();
  workers.set(name, await stage.startWorker(name));
}

const killNode: Fault = {
  name: 'a node is killed, and back',
  async act({ stage, random }) {
    const node = random.pick(stage.rabbit.nodes);
    await node.kill();
    await seconds(random, 4, 9);
    await node.restart();
  },
};

const stopLeader: Fault = {
  name: "the node of a queue's leader is stopped, and back",
  async act({ stage, random }) {
    const queue = random.pick(queuesOf('ingest').queues);
    const node = await stage.rabbit.leaderOf(queue, stage.rabbit.nodes[0]!);
    await node.stop();
    await seconds(random, 4, 9);
    await node.restart();
  },
};

const killWorker: Fault = {
  name: 'a worker is killed, and another one in its place',
  act: (scene) =>
    restartWorker(scene, scene.random.pick([...scene.workers.keys()]), () => seconds(scene.random, 2, 5)),
};

const killBridge: Fault = {
  name: 'a bridge is killed, and another one in its place',
  async act({ stage, bridges, random }) {
    const [name, bridge] = random.pick([...bridges]);
    await bridge.end('SIGKILL');
    await seconds(random, 2, 5);
    bridges.set(name, await stage.startBridge());
  },
};

/** What is in hand then is neither on disk nor done with. */
const restartDatabase: Fault = {
  name: 'PostgreSQL is restarted, and a worker killed meanwhile',
  async act(scene) {
    await scene.stage.postgres.stop();
    await seconds(scene.random, 4, 7);
    const [name] = scene.random.pick([...scene.workers]);
    await scene.workers.get(name)?.end('SIGKILL');
    await seconds(scene.random, 1, 3);
    await scene.stage.postgres.start();
    scene.workers.set(name, await scene.stage.startWorker(name));
  },
};

const cutNetwork: Fault = {
  name: 'two nodes do not reach each other for a while',
  async act({ stage: { rabbit }, random }) {
    const left = random.pick(rabbit.nodes);
    const right = random.pick(rabbit.nodes.filter((node) => node !== left));
    const heal = cutBetween(left.host, right.host);
    await seconds(random, ...CUT_S);
    heal();
  },
};

/** Resolves when each node is well again, and takes connections of TVs. @throws when that takes too long */
async function allWell({ nodes, isWell }: RabbitCluster): Promise<void> {
  const untilMs = performance.now() + BACK_WITHIN_MS;
  for (const node of nodes)
    while (!(await isWell(node)) || !(await node.answers())) {
      if (performance.now() > untilMs)
        throw new Error(`${node.name} does not come back: ${node.said().slice(-2000)}`);
      await pause(SECOND_MS / 4);
    }
}

/** Everything that goes wrong, in an order that the seed gives. */
export async function breakThings(scene: Scene): Promise<void> {
  const { random, print, stage, flow, nowS } = scene;
  const left = [killNode, stopLeader, killWorker, killBridge, restartDatabase];
  if (hasOwnNetwork()) left.push(cutNetwork);
  await seconds(random, 3, 6);
  while (left.length > 0) {
    const fault = random.pick(left);
    left.splice(left.indexOf(fault), 1);
    flow.longestGapMs();
    const [beganAt, beganAtS] = [performance.now(), nowS()];
    await fault.act(scene);
    await allWell(stage.rabbit);
    const tookS = ((performance.now() - beganAt) / SECOND_MS).toFixed(0);
    await seconds(random, 3, 6);
    const gapS = (flow.longestGapMs() / SECOND_MS).toFixed(1);
    print(`     at ${beganAtS} s, ${fault.name}: ${tookS} s, and no new view for ${gapS} s`);
  }
}
