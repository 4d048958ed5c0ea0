import { parseAck } from '../makapix/ack.js';
import { topicsOf } from '../makapix/topicsOf.js';
import { createLink, type Link } from './createLink.js';
import type { Outbox } from './createOutbox.js';
import { createPresence, type Presence } from './createPresence.js';
import type { ReporterEdges, ReporterOptions } from './reporterOptions.js';
import { createSender, type Sender } from './createSender.js';
import type { ReportTiming } from './reportTiming.js';
import { DEFAULT_HEARTBEAT_MS } from './viewSettings.js';

/** What goes to the broker, and what comes from there. */
export interface Uplink {
  link: Link;
  sender: Sender;
  presence: Presence;
}

interface UplinkOptions {
  options: ReporterOptions;
  edges: ReporterEdges;
  timing: ReportTiming;
  page: string;
  outbox: Outbox;
  /** The brokers, the best first. */
  urls: string[];
}

/** MQTT 3.1.1, 3.1.2.10; the figure is that of Makapix's own players. */
const KEEP_ALIVE_S = 60;

export function createUplink({ options, edges, timing, page, outbox, urls }: UplinkOptions): Uplink {
  const { broker, views, downlink, heartbeatMs = DEFAULT_HEARTBEAT_MS } = options;
  // Makapix compares keys as text, and answers on the lower-case topic only.
  const playerKey = options.playerKey.toLowerCase();
  const topics = topicsOf(playerKey);
  const shared = { ...options, ...edges, playerKey, heartbeatMs, timing, page, outbox, urls };

  const presence = createPresence({
    ...shared,
    publish: (payload) => void link.publish(topics.status, payload),
  });

  const link = createLink({
    ...shared,
    connection: {
      ...timing,
      clientId: playerKey,
      username: broker.username ?? playerKey,
      password: broker.password ?? undefined,
      keepAliveS: KEEP_ALIVE_S,
      will: { topic: topics.status, payload: presence.will },
      message: (topic, payload) => {
        const ack = topic === topics.viewAck && parseAck(payload);
        if (ack) {
          sender.tell({ type: 'ack', ack });
          link.tell({ type: 'keep' });
        } else if (downlink) downlink.message(topic.slice(topics.player.length), payload);
      },
    },
    leaving: () => presence.sayOffline(),
    subscribeTo: views.requestAck ? topics.viewAck : null,
    up: () => presence.tell({ type: 'connected' }),
    alsoTo: downlink ? downlink.topics.map((topic) => topics.player + topic) : [],
    alsoSubscribed: (allowed) =>
      downlink!.connected(
        (topic, payload, isRetained) => link.publish(topics.player + topic, payload, isRetained),
        allowed.map((topic) => topic.slice(topics.player.length)),
      ),
    subscribed: (isSubscribed) => sender.tell({ type: 'online', acksCanCome: isSubscribed }),
    down: () => {
      sender.tell({ type: 'offline' });
      presence.tell({ type: 'disconnected' });
    },
    attempted: (attempts) => outbox.noteAttempts(attempts),
  });

  const sender = createSender({
    ...shared,
    publish: (payload) => link.publish(topics.view, payload),
    connectAnew: () => link.tell({ type: 'renew' }),
    // A status with a post that the server does not know is discarded as a whole (Makapix).
    refused: (postId) => {
      if (presence.state().postId === postId) presence.tell({ type: 'current', postId: null });
    },
  });

  return { link, sender, presence };
}
