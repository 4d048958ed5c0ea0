import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';
import { parseAck } from '../../src/makapix/ack.js';
import { topicsOf } from '../../src/makapix/topics.js';
import { createFindings } from './findings.js';
import { keyOf, setStage, viewText } from './stage.js';

/** TVs with one view each that asks for an ack; as they send again what is refused, these show the loss alone. */
const ASKING = 150;
/** TVs with `"requestAck": false`: whatever is lost or refused of theirs is lost for good. */
const SILENT = 15;
const VIEWS_EACH = 10;
/** What a TV keeps between two views. */
const PACE_MS = 6000;
/** TVs whose view comes while the worker looks for the broker again. */
const AT_ONCE = 20;
const PATIENCE_MS = 60_000;
const ACKS_WITHIN_MS = 10_000;

/**
 * Views that are confirmed to TVs while the only worker is away and the broker is restarted, and views that come
 * right after another restart, before the worker has noticed it.
 * @param isShared whether the worker has a shared subscription, which mosquitto 2.0.11 forgets
 * @throws where one is lost
 */
export async function noneLost(print: (line: string) => void, isShared: boolean): Promise<void> {
  const stage = await setStage(ASKING + SILENT + AT_ONCE, 0, []);
  const { must, end } = createFindings(print);
  const start = () => stage.startWorker('one', ...(isShared ? ['--shared'] : []));
  const recorded = async (condition = ''): Promise<number> => {
    const [row] = await stage.database.query(`SELECT COUNT(*) AS views FROM views ${condition}`);
    return Number(row?.views);
  };
  /** @returns how many there are when all are, or when nothing more has come for long */
  const settled = async (wanted: number): Promise<number> => {
    const untilMs = performance.now() + (isShared ? PATIENCE_MS / 10 : PATIENCE_MS);
    let views = await recorded();
    while (views < wanted && performance.now() < untilMs) {
      await pause(100);
      views = await recorded();
    }
    return views;
  };
  try {
    const { url, password, broker } = stage;
    const connect = () =>
      mqtt.connectAsync(url, { username: 'server', password, reconnectPeriod: 0, keepalive: 0 });
    const first = await start();
    await first.kill();

    const nowMs = Date.now();
    const views = [
      ...Array.from({ length: ASKING }, (_, tv) => ({ tv, atMs: nowMs, asks: true })),
      ...Array.from({ length: VIEWS_EACH }, (_, view) =>
        Array.from({ length: SILENT }, (_, i) => ({
          tv: ASKING + i,
          atMs: nowMs - (VIEWS_EACH - view) * PACE_MS,
          asks: false,
        })),
      ).flat(),
    ];
    let client = await connect();
    const send = ({ tv, atMs, asks }: { tv: number; atMs: number; asks: boolean }) =>
      client.publishAsync(topicsOf(keyOf(tv)).view, viewText(tv, atMs, asks), { qos: 1 });
    const [before, after] = [
      views.filter((_view, i) => i % 3 === 0),
      views.filter((_view, i) => i % 3 !== 0),
    ];
    for (const view of before) await send(view);
    await client.endAsync();
    await broker.stop();
    await broker.restart();
    client = await connect();
    let acked = 0;
    client.on('message', (_topic, payload) => {
      if (parseAck(payload.toString())?.success) acked++;
    });
    await client.subscribeAsync('makapix/player/+/view/ack', { qos: 1 });
    for (const view of after) await send(view);
    print(
      `     worker away, ${before.length} views confirmed, broker restarted, ${after.length} more confirmed`,
    );
    const second = await start();
    const there = await settled(views.length);
    const silent = await recorded(`WHERE player_key IN (${keysFrom(ASKING, SILENT)})`);
    must(there === views.length, `${there} of ${views.length} recorded, ${views.length - there} lost`);
    must(silent === SILENT * VIEWS_EACH, `${silent} of ${SILENT * VIEWS_EACH} that asked for no ack`);
    // an ack is on its way when its view is recorded
    for (const untilMs = performance.now() + ACKS_WITHIN_MS; acked < ASKING && performance.now() < untilMs;)
      await pause(100);
    must(acked === ASKING, `${acked} of ${ASKING} acks for the others`);

    await client.endAsync();
    await broker.stop();
    await broker.restart();
    client = await connect();
    for (let i = 0; i < AT_ONCE; i++) await send({ tv: ASKING + SILENT + i, atMs: Date.now(), asks: false });
    const later = (await settled(there + AT_ONCE)) - there;
    must(later === AT_ONCE, `${later} of ${AT_ONCE} recorded that came right after a restart of the broker`);
    await client.endAsync();
    must((await second.stop()) === 0, 'SIGTERM ends the worker with 0');
  } finally {
    await stage.close();
  }
  end();
}

const keysFrom = (from: number, length: number): string =>
  Array.from({ length }, (_, i) => `'${keyOf(from + i)}'`).join();
