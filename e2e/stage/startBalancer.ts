import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

interface Target {
  host: string;
  port: number;
}

interface Balancer {
  port: number;
  close(): Promise<void>;
}

/** Who does not answer for so long is passed over. */
const ANSWER_WITHIN_MS = 2000;

const reach = ({ host, port }: Target): Promise<Socket | null> =>
  new Promise((resolve) => {
    const far = connect(port, host);
    const give = (result: Socket | null): void => {
      clearTimeout(timer);
      if (result === null) far.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => give(null), ANSWER_WITHIN_MS);
    far.once('connect', () => give(far)).once('error', () => give(null));
  });

/**
 * One address for several, each connection to the next in turn that answers, as a load balancer does it.
 * @param targets asked for each connection: they may change
 */
export async function startBalancer(targets: () => readonly Target[]): Promise<Balancer> {
  const connections = new Set<Socket>();
  let turn = 0;
  const forward = async (near: Socket): Promise<void> => {
    const first = turn++;
    const inTurn = targets();
    for (let i = 0; i < inTurn.length && !near.destroyed; i++) {
      const far = await reach(inTurn[(first + i) % inTurn.length]!);
      if (!far) continue;
      far.once('close', () => near.destroy()).on('error', () => near.destroy());
      near.once('close', () => far.destroy());
      near.pipe(far).pipe(near);
      return;
    }
    near.destroy();
  };
  const server = createServer((near) => {
    connections.add(near);
    near.once('close', () => connections.delete(near)).on('error', () => near.destroy());
    void forward(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const near of connections) near.destroy();
      await closed;
    },
  };
}
