import { setTimeout as pause } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { parseAck } from '../../src/makapix/ack.js';
import { topicsOf } from '../../src/makapix/topicsOf.js';
import { onStage, type Run } from './onStage.js';
import { keyOf, viewText, type Stage } from './stage.js';

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

interface View {
  tv: number;
  atMs: number;
  asks: boolean;
}

/** What all TVs have to send: those that want an ack one view, the others a few, at their pace. */
function allViews(): View[] {
  const nowMs = Date.now();
  return [
    ...Array.from({ length: ASKING }, (_, tv) => ({ tv, atMs: nowMs, asks: true })),
    ...Array.from({ length: VIEWS_EACH * SILENT }, (_, i) => ({
      tv: ASKING + (i % SILENT),
      atMs: nowMs - (VIEWS_EACH - Math.floor(i / SILENT)) * PACE_MS,
      asks: false,
    })),
  ];
}

const connect = ({ url, password }: Stage): Promise<MqttClient> =>
  mqtt.connectAsync(url, { username: 'server', password, reconnectPeriod: 0, keepalive: 0 });

async function send(client: MqttClient, views: readonly View[]): Promise<void> {
  for (const { tv, atMs, asks } of views)
    await client.publishAsync(topicsOf(keyOf(tv)).view, viewText(tv, atMs, asks), { qos: 1 });
}

/** @returns a new connection to the broker, in the place of the one before */
async function restartBroker(stage: Stage, client: MqttClient): Promise<MqttClient> {
  await client.endAsync();
  await stage.broker.stop();
  await stage.broker.restart();
  return connect(stage);
}

async function recorded({ database }: Stage, condition = ''): Promise<number> {
  const [row] = await database.query(`SELECT COUNT(*) AS views FROM views ${condition}`);
  return Number(row?.views);
}

/** @returns how many there are when all are, or when nothing more has come for long */
async function settled(stage: Stage, wanted: number, patienceMs: number): Promise<number> {
  const untilMs = performance.now() + patienceMs;
  let views = await recorded(stage);
  while (views < wanted && performance.now() < untilMs) {
    await pause(100);
    views = await recorded(stage);
  }
  return views;
}

/**
 * Views that are confirmed to TVs while the only worker is away and the broker is restarted, and views that come
 * right after another restart, before the worker has noticed it.
 */
export const noneLost: Run = (print, isShared) =>
  onStage(print, [ASKING + SILENT + AT_ONCE, 0, []], async (stage, must) => {
    const patienceMs = isShared ? PATIENCE_MS / 10 : PATIENCE_MS;
    const start = () => stage.startWorker('one', ...(isShared ? ['--shared'] : []));
    await (await start()).kill();

    const views = allViews();
    const before = views.filter((_view, i) => i % 3 === 0);
    const after = views.filter((_view, i) => i % 3 !== 0);
    let client = await connect(stage);
    await send(client, before);
    client = await restartBroker(stage, client);
    let acked = 0;
    client.on('message', (_topic, payload) => {
      if (parseAck(payload.toString())?.success) acked++;
    });
    await client.subscribeAsync('makapix/player/+/view/ack', { qos: 1 });
    await send(client, after);
    print(
      `     worker away, ${before.length} views confirmed, broker restarted, ${after.length} more confirmed`,
    );
    const second = await start();
    const there = await settled(stage, views.length, patienceMs);
    const silent = await recorded(stage, `WHERE player_key IN (${keysFrom(ASKING, SILENT)})`);
    must(there === views.length, `${there} of ${views.length} recorded, ${views.length - there} lost`);
    must(silent === SILENT * VIEWS_EACH, `${silent} of ${SILENT * VIEWS_EACH} that asked for no ack`);
    // an ack is on its way when its view is recorded
    for (const untilMs = performance.now() + ACKS_WITHIN_MS; acked < ASKING && performance.now() < untilMs;)
      await pause(100);
    must(acked === ASKING, `${acked} of ${ASKING} acks for the others`);

    client = await restartBroker(stage, client);
    const atOnce = Array.from({ length: AT_ONCE }, (_, i) => ASKING + SILENT + i);
    await send(
      client,
      atOnce.map((tv) => ({ tv, atMs: Date.now(), asks: false })),
    );
    const later = (await settled(stage, there + AT_ONCE, patienceMs)) - there;
    must(later === AT_ONCE, `${later} of ${AT_ONCE} recorded that came right after a restart of the broker`);
    await client.endAsync();
    must((await second.stop()) === 0, 'SIGTERM ends the worker with 0');
  });

const keysFrom = (from: number, length: number): string =>
  Array.from({ length }, (_, i) => `'${keyOf(from + i)}'`).join();
