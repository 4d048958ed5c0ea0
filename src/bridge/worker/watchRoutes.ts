import type { Channel, ChannelModel, Message } from 'amqplib';
import { pause } from '../limits/pause.js';
import { reasonOf } from '../text/reasonOf.js';
import { inTime } from './inTime.js';
import { openReturning } from './openReturning.js';

interface Watched {
  /** Where something is published that goes to one place, and to no other. */
  probes: readonly { exchange: string; routingKey: string }[];
  /** How often. */
  everyMs: number;
  /** Has messages go there again. @param cut the exchanges that do not lead there */
  mend: (channel: Channel, cut: ReadonlySet<string>) => Promise<void>;
  /** @param areLost whether what came meanwhile went nowhere; else it came by the alternate exchange */
  onMended: (areLost: boolean) => void;
  /** It could not be looked, for this reason; once for each time. */
  onUnknown: (reason: string) => void;
}

/**
 * Watches that exchanges lead where they should, until it is over. Where two nodes did not reach each other for a
 * while, RabbitMQ 3.10.8 was seen to list all bindings of its topic exchange and to follow none of those of another
 * exchange: it confirmed each view to its TV, and dropped it. Others have seen it with queues as well
 * (rabbitmq-server, issue 2079).
 *
 * What goes nowhere the broker gives back, or, with the alternate exchange of docs/broker.md, hands to a queue here.
 * Never rejected.
 * @example
 * await watchRoutes(model, { probes: [{ exchange: 'amq.topic', routingKey: probeKey('view') }], … }, over);
 */
export async function watchRoutes(model: ChannelModel, watched: Watched, over: AbortSignal): Promise<void> {
  const { everyMs, mend, onMended, onUnknown } = watched;
  let looking: Looking | undefined;
  let isKnown = true;
  const isOver = (): boolean => over.aborted;
  while (!isOver()) {
    try {
      looking ??= await inTime(openLooking(model));
      const { cut, areLost } = await inTime(look(looking, watched.probes));
      isKnown = true;
      if (cut.size > 0) {
        await inTime(mend(looking.channel, cut));
        onMended(areLost);
      }
    } catch (error) {
      if (isOver()) return;
      if (isKnown) onUnknown(reasonOf(error));
      isKnown = false;
      looking?.close();
      looking = undefined;
    }
    await pause(everyMs, over);
  }
}

interface Looking extends Awaited<ReturnType<typeof openReturning>> {
  /** What was given back since it was emptied. */
  returned: Message[];
  close: () => void;
}

async function openLooking(model: ChannelModel): Promise<Looking> {
  const returning = await openReturning(model);
  const { channel } = returning;
  let isOpen = true;
  channel.on('close', () => (isOpen = false));
  const returned: Message[] = [];
  channel.on('return', (message: Message) => returned.push(message));
  return {
    ...returning,
    returned,
    close() {
      if (isOpen) channel.close().catch(() => undefined); // it goes with the connection
    },
  };
}

async function look(
  { channel, settings, queue, returned }: Looking,
  probes: Watched['probes'],
): Promise<{ cut: ReadonlySet<string>; areLost: boolean }> {
  returned.length = 0;
  for (const { exchange, routingKey } of probes)
    channel.publish(exchange, routingKey, Buffer.alloc(0), settings);
  await channel.waitForConfirms(); // what is given back comes before
  const cut = new Set(returned.map(({ fields }) => fields.exchange));
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (!message) return { cut, areLost: returned.length > 0 };
    cut.add(message.fields.exchange);
  }
}
