import type { WordStore } from '../commands/wordStore.js';
import { createWordKeeper } from './createWordKeeper.js';
import { readSaid } from './readSaid.js';
import { NotTaken, createIngest, type Ingest, type Ingested } from '../ingest/createIngest.js';
import { createRecorder } from '../ingest/createRecorder.js';
import type { IngestStore } from '../ingest/ingestStore.js';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';
import { boundedLines, type BoundedLines } from '../text/boundedLines.js';
import { bridgeProblem, type BridgeProblem } from '../text/bridgeProblem.js';
import { createTally } from './createTally.js';
import { clientIdOf, placeOf, takesPlayer } from './division.js';
import { keepSubscribed } from './keepSubscribed.js';
import { openConsumer } from './openConsumer.js';
import { openSubscription, type Reply, type Subscription } from './openSubscription.js';
import { patientRecorder } from './patientRecorder.js';
import { replyTo } from './replyTo.js';
import { tellAway, type WorkerLog } from './workerLog.js';
import type { WorkerOptions } from './workerOptions.js';

/** Of one kind. */
const FAULTS_PER_MINUTE = 10;
const SECOND_MS = 1000;
const HOUR_SECONDS = 3600;

/** What a worker works with. */
interface WorkerSurroundings {
  store: IngestStore;
  words: WordStore;
  log: WorkerLog;
  now: () => number;
  /** The person wants it to end. */
  stopped: AbortSignal;
  /** Makes an ingest one that counts what it takes; default: nobody asks. */
  measure?: (ingest: Ingest) => Ingest;
  /** Whether the broker has granted everything, each time that this may have changed. */
  onConnection?: (isConnected: boolean) => void;
}

/**
 * Takes messages from the broker until it is stopped, or until something is wrong that does not pass.
 * @returns what is wrong; undefined after it was stopped
 */
export async function work(
  options: WorkerOptions,
  { store, words, log, now, stopped, measure = (ingest) => ingest, onConnection }: WorkerSurroundings,
): Promise<BridgeProblem | undefined> {
  if (stopped.aborted) return undefined;
  const place = placeOf(options.division, options.name);
  let problem: BridgeProblem | undefined;
  const ending = new AbortController();

  const recorder = patientRecorder(createRecorder(store, now, 'database'), {
    faultOf: store.faultOf,
    nowMs: () => performance.now(),
    onAway: tellAway(log),
    onBack: (awayMs) =>
      log('info', 'database-back', `The database answers again, after ${Math.round(awayMs / SECOND_MS)} s`),
    onSetup: (reason) => {
      problem = bridgeProblem(
        'database_unusable',
        `The database cannot be used (${reason}): check user name, password, rights and tables.`,
      );
      ending.abort();
    },
  });
  const lines = boundedLines((count, what) =>
    log('warn', 'fault', `… and ${count} more within a minute: ${what}`, { count }),
  );
  const onFault = (sentence: string): void =>
    lines.say('messages that could not be written', FAULTS_PER_MINUTE, () => log('error', 'fault', sentence));
  const ingest = measure(createIngest(recorder, now, onFault));
  const tally = createTally(log);
  const keeper = createWordKeeper({
    faultOf: words.faultOf,
    keep: (said) => recorder.patiently(() => words.keep(said)),
  });

  async function receive(topic: string, payload: string): Promise<Reply> {
    const message = readPlayerMessage(topic, payload);
    if (!message) return keepSaid(topic, payload);
    if (!takesPlayer(options.division, message.playerKey)) return {};
    const ingested = await ingest.ingest(message);
    tally.add(ingested);
    tellRefused(ingested);
    return replyTo(ingested, options);
  }

  /** A view whose TV asks for no ack would be gone without a word. What the database refuses is put aside or told. */
  function tellRefused({ message, taken }: Ingested): void {
    if (message.kind !== 'view' || message.view.request_ack) return;
    if (taken.kind !== 'refused' || taken.code === 'duplicate' || taken.code === 'processing_error') return;
    const { code } = taken;
    const { playerKey, view } = message;
    lines.say(`views refused that asked for no answer (${code})`, FAULTS_PER_MINUTE, () =>
      log(
        'warn',
        'refused',
        `A view of post ${view.post_id} by ${playerKey}, which asks for no answer, is refused: ${taken.message}`,
        { playerKey, postId: view.post_id, code },
      ),
    );
  }

  async function keepSaid(topic: string, payload: string): Promise<Reply> {
    const said = readSaid(topic, payload, now());
    if (said === undefined) return {};
    if (typeof said === 'string') return { problem: said };
    try {
      return (await keeper.keep(said)) ? {} : { problem: 'the database refuses it' };
    } catch (error) {
      if (error instanceof NotTaken) return 'keep';
      throw error;
    }
  }

  const open = opener(options, { receive, log, lines });
  const stop = (): void => {
    log('info', 'stopping', 'Finishing what is in hand');
    recorder.giveUp();
    ending.abort();
  };
  stopped.addEventListener('abort', stop);
  const onAway = (reason: string): void => log('error', 'broker-away', `${reason}: trying again`, { reason });
  const lost = await keepSubscribed(open, { place, onAway, onConnection, ending: ending.signal });
  stopped.removeEventListener('abort', stop);
  recorder.giveUp();
  await ingest.idle();
  lines.close();
  tally.close();
  return problem ?? lost;
}

interface Opening {
  receive: (topic: string, payload: string) => Promise<Reply>;
  log: WorkerLog;
  lines: BoundedLines;
}

/** @returns opens a connection to the broker, by MQTT or by AMQP as its address says */
function opener(
  { broker, division, group, name, leave, inHand, sessionHours }: WorkerOptions,
  { receive, log, lines }: Opening,
): (onOpen: () => void) => Subscription {
  const refused = (reason: string): void =>
    lines.say('answers that could not be published', FAULTS_PER_MINUTE, () =>
      log('warn', 'fault', `An answer to a player could not be published: ${reason}`),
    );
  if ('nodes' in broker) {
    let first = Math.floor(Math.random() * broker.nodes.length); // so that workers do not all go to one node
    return (onOpen) =>
      openConsumer({
        ...{ cluster: broker, first: first++, group, name, inHand },
        onMessage: receive,
        onOpen({ shown }) {
          onOpen();
          log('info', 'connected', `Connected to ${shown} for ${group}`, { broker: shown, group, name });
        },
        onPublishRefused: refused,
        onRoutesMended: (areLost) =>
          log(
            'error',
            'fault',
            `${broker.shown} had forgotten that what players say goes to msx.${group}, and is told again: what came meanwhile ${areLost ? 'is lost, unless its TV waits for an answer' : 'came by the alternate exchange'}`,
          ),
        onRoutesUnknown: (reason) =>
          lines.say('looks whether messages come', FAULTS_PER_MINUTE, () =>
            log('warn', 'fault', `Whether messages of players come to msx.${group} is not known: ${reason}`),
          ),
        onPutAside: (topic, why, queue) =>
          lines.say('messages put aside', FAULTS_PER_MINUTE, () =>
            log(
              'warn',
              'put-aside',
              `A message on ${topic} cannot be taken and lies in ${queue} now: ${why}`,
              {
                topic,
                queue,
              },
            ),
          ),
      });
  }
  const place = placeOf(division, name);
  return (onOpen) =>
    openSubscription({
      broker,
      clientId: clientIdOf(division, group, name),
      division,
      group,
      receiveMaximum: inHand,
      sessionExpirySeconds: sessionHours * HOUR_SECONDS,
      leave,
      onMessage: receive,
      onOpen: () => {
        onOpen();
        log('info', 'connected', `Connected to ${broker.shown} for ${place} of ${group}`, {
          broker: broker.shown,
          group,
          name,
          place,
        });
      },
      onAckRefused: refused,
    });
}
