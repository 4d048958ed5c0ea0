import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { parseAck, retryAfterMs, type Ack } from '../../src/makapix/ack.js';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { keyOf, type Stage, viewText } from './stage.js';

/** When no ack has come for so long, the view is sent again. */
const ACK_TIMEOUT_MS = 3000;
/** The first view of a TV was at this time, the others a second each after it. */
const FIRST_VIEW_MS = Date.parse('2026-01-02T12:00:00Z');
const SECOND_MS = 1000;

export interface Tv {
  /** Sends a view until it is certain that it is recorded. */
  report(view: number): Promise<void>;
  /** Publishes a view and does not wait for its ack. */
  publish(view: number, isAgain: boolean): Promise<void>;
  /** Resolves when each view that was published has its ack. */
  allAcked(): Promise<void>;
  /** Codes of the acks so far, `success` for those. */
  acks(): string[];
  end(): Promise<void>;
}

export const viewTimeMs = (view: number): number => FIRST_VIEW_MS + view * SECOND_MS;

/** A TV as the broker sees it: it reports one view after the other, each until the server has it. */
export async function connectTv(tv: number, { url, password }: Stage): Promise<Tv> {
  const key = keyOf(tv);
  const topics = topicsOf(key);
  const client = await mqtt.connectAsync(url, { clientId: key, username: key, password, reconnectPeriod: 0 });
  const acks: Ack[] = [];
  let published = 0;
  let news = (): void => undefined;
  client.on('message', (_topic, payload) => {
    const ack = parseAck(payload.toString());
    if (!ack) throw new Error(`TV ${tv} got what is no ack: ${payload.toString()}`);
    acks.push(ack);
    news();
  });
  await client.subscribeAsync(topics.viewAck, { qos: 1 });

  /** @returns whether another ack has come by then */
  const another = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ACK_TIMEOUT_MS);
      news = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });

  const publish = async (view: number, isAgain: boolean): Promise<void> => {
    published++;
    await client.publishAsync(topics.view, viewText(tv, viewTimeMs(view), true), { qos: 1, dup: isAgain });
  };

  return {
    publish,
    async report(view) {
      let seen = acks.length;
      for (let isAgain = false; ; isAgain = true) {
        await publish(view, isAgain);
        do {
          for (; seen < acks.length; seen++) {
            const ack = acks[seen]!;
            if (ack.success) return; // all earlier ones are recorded: this one is
            // An ack does not say what it is for: only when none is missing is the last one for this view.
            if (ack.code === 'duplicate' && seen + 1 === published) return;
            if (ack.code === 'rate_limited') await pause(retryAfterMs(ack.message) ?? 0);
          }
        } while (await another());
      }
    },
    async allAcked() {
      while (acks.length < published)
        if (!(await another())) throw new Error(`TV ${tv} has ${acks.length} acks for ${published} views`);
    },
    acks: () => acks.map((ack) => (ack.success ? 'success' : ack.code)),
    end: () => client.endAsync(),
  };
}
