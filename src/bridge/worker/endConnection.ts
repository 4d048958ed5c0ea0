import type { Duplex } from 'node:stream';
import type { ChannelModel } from 'amqplib';

/** A goodbye to a broker that does not answer takes no longer. */
const GOODBYE_MS = 2000;

/** Ends a connection by AMQP, which may be gone already. Resolves when it is. */
export async function endConnection(model: ChannelModel): Promise<void> {
  // amqplib's types do not show the socket.
  const { stream } = model.connection as unknown as { stream: Duplex };
  const force = setTimeout(() => stream.destroy(), GOODBYE_MS);
  await Promise.race([
    model.close().catch(() => stream.destroy()), // it was closed by the broker
    new Promise((resolve) => stream.once('close', resolve)),
  ]);
  clearTimeout(force);
}
