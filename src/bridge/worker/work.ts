import { boundedLines } from '../text/boundedLines.js';
import { ackFor, createIngest, type Ingested } from '../ingest/createIngest.js';
import { createRecorder } from '../ingest/createRecorder.js';
import type { IngestStore } from '../ingest/ingestStore.js';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';
import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { backoffMs } from '../limits/backoffMs.js';
import { NOTHING, countsSentence, withOne } from './counts.js';
import { clientIdOf, placeOf, takesPlayer } from './division.js';
import { patientRecorder } from './patientRecorder.js';
import { pause } from '../limits/pause.js';
import { openSubscription, type Reply, type Subscription } from './openSubscription.js';
import { tellAway, type WorkerLog } from './workerLog.js';
import type { WorkerOptions } from './workerOptions.js';

/** How often it says what it has taken. */
const COUNTS_EVERY_MS = 60_000;
/** Of one kind. */
const FAULTS_PER_MINUTE = 10;
const SECOND_MS = 1000;
const HOUR_SECONDS = 3600;

/**
 * A broker that pushes out one of two workers in the same place may not say why (mosquitto 2.0.11 does not,
 * although MQTT 5, 3.1.4, has a reason for it). Then connections are short, many times.
 */
const SHORT_MS = 10_000;
const MANY_SHORT = 3;

/** What a worker works with. */
interface WorkerSurroundings {
  store: IngestStore;
  log: WorkerLog;
  now: () => number;
  /** The person wants it to end. */
  stopped: AbortSignal;
}

/**
 * Takes messages from the broker until it is stopped, or until something is wrong that does not pass.
 * @returns what is wrong; undefined after it was stopped
 */
export async function work(
  options: WorkerOptions,
  { store, log, now, stopped }: WorkerSurroundings,
): Promise<BridgeProblem | undefined> {
  let problem: BridgeProblem | undefined;
  const { division } = options;
  const place = placeOf(division, options.name);
  const ending = new AbortController();
  let subscription: Subscription | undefined;
  let counts = NOTHING;
  let hasToldDropped = false;

  const stop = (why?: BridgeProblem): void => {
    problem ??= why;
    if (ending.signal.aborted) return;
    ending.abort();
    void subscription?.stop();
  };
  const recorder = patientRecorder(createRecorder(store, now, 'database'), {
    faultOf: store.faultOf,
    nowMs: () => performance.now(),
    onAway: tellAway(log),
    onBack: (awayMs) =>
      log('info', 'database_back', `The database answers again, after ${Math.round(awayMs / SECOND_MS)} s`),
    onSetup: (reason) =>
      stop(
        bridgeProblem(
          'database_unusable',
          `The database cannot be used (${reason}): check user name, password, rights and tables.`,
        ),
      ),
  });
  const lines = boundedLines((count, what) =>
    log('warn', 'fault', `… and ${count} more within a minute: ${what}`, { count }),
  );
  const ingest = createIngest(recorder, now, (sentence) =>
    lines.say('messages that could not be written', FAULTS_PER_MINUTE, () => log('error', 'fault', sentence)),
  );

  function tell(ingested: Ingested): void {
    counts = withOne(counts, ingested);
    if (ingested.taken.kind !== 'dropped' || hasToldDropped) return;
    hasToldDropped = true; // one a minute stands for all: whoever floods must not fill the log
    const { playerKey } = ingested.message;
    log('warn', 'dropped', `${playerKey} sent what cannot be taken: ${ingested.taken.problem}`, {
      playerKey,
    });
  }

  async function receive(topic: string, payload: string): Promise<Reply> {
    const message = readPlayerMessage(topic, payload);
    if (!message || !takesPlayer(division, message.playerKey)) return {};
    const ingested = await ingest.ingest(message);
    if (ingested.taken.kind === 'left') return 'keep';
    tell(ingested);
    const ack = ackFor(ingested);
    if (!ack || isAnsweredElsewhere(ingested)) return {};
    return { ack };
  }

  /**
   * Of what waits in a session that is given up, some came to the workers that follow as well: they have answered,
   * and a second answer would be taken for that to another view.
   */
  const isAnsweredElsewhere = ({ taken }: Ingested): boolean =>
    options.leave && division.kind === 'parts' && taken.kind === 'refused' && taken.code === 'duplicate';

  function tellCounts(): void {
    log('info', 'counts', countsSentence(counts), { ...counts });
    counts = NOTHING;
    hasToldDropped = false;
  }

  const stopNow = (): void => {
    log('info', 'stopping', 'Finishing what is in hand');
    recorder.giveUp();
    stop();
  };
  if (stopped.aborted) return undefined;
  const counting = setInterval(tellCounts, COUNTS_EVERY_MS);
  stopped.addEventListener('abort', stopNow);

  const isEnding = (): boolean => ending.signal.aborted;
  let attempt = 0;
  let openedAtMs: number | undefined;
  let shortOnes = 0;
  let told: string | undefined;
  while (!isEnding()) {
    subscription = openSubscription({
      broker: options.broker,
      clientId: clientIdOf(division, options.group, options.name),
      division,
      group: options.group,
      receiveMaximum: options.inHand,
      sessionExpirySeconds: options.sessionHours * HOUR_SECONDS,
      leave: options.leave,
      onMessage: receive,
      onOpen: () => {
        openedAtMs = performance.now();
        told = undefined;
        log('info', 'connected', `Connected to ${options.broker.shown} for ${place} of ${options.group}`, {
          broker: options.broker.shown,
          group: options.group,
          name: options.name,
          place,
        });
      },
      onAckRefused: (reason) =>
        lines.say('answers that could not be published', FAULTS_PER_MINUTE, () =>
          log('warn', 'fault', `An answer to a player could not be published: ${reason}`),
        ),
    });
    const end = await subscription.ended;
    if (end.kind !== 'lost') break;
    const { code, sentence } = end.fault;
    if (code !== undefined) {
      problem ??= bridgeProblem(code, `${sentence}.`);
      break;
    }
    if (isEnding()) break;
    const isShort = openedAtMs !== undefined && performance.now() - openedAtMs < SHORT_MS;
    shortOnes = isShort ? shortOnes + 1 : 0;
    if (openedAtMs !== undefined && !isShort) attempt = 0;
    openedAtMs = undefined;
    const reason =
      shortOnes < MANY_SHORT
        ? sentence
        : `${sentence} again and again (is there another worker for ${place}?)`;
    if (told !== reason) log('error', 'broker_away', `${reason}: trying again`, { reason });
    told = reason;
    await pause(backoffMs(attempt++, Math.random()), ending.signal);
  }
  ending.abort();
  stopped.removeEventListener('abort', stopNow);
  clearInterval(counting);
  recorder.giveUp();
  await ingest.idle();
  lines.close();
  if (counts.taken > 0) tellCounts();
  return problem;
}
