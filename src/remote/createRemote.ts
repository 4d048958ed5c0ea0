import {
  capabilitiesText,
  commandAckText,
  readCommand,
  stateText,
  type Command,
} from '../makapix/command.js';
import { fieldsOf, type Fields } from '../makapix/fieldsOf.js';
import type { Health } from '../makapix/health.js';
import type { ConnectionFailure } from '../mqtt/connection.js';
import type { JsonObject } from '../msx/json.js';
import type { Log } from '../tvx/notice.js';
import { createHealth } from './createHealth.js';
import { createPlayback } from './createPlayback.js';
import { createRecords, type CommandRecord } from './createRecords.js';
import { afterEvent, inFront, NOTHING_SHOWN } from './onScreen.js';
import type { Heard, Plan, Refusal } from './plan.js';
import { planCommand, type World } from './planCommand.js';
import type { RemoteNotice } from './remoteCodes.js';
import { waitMs, type Times } from './waitMs.js';

/** Publishes on a topic of the player's; resolves with null when the broker has it. */
type Publish = (topic: string, payload: string, isRetained?: boolean) => Promise<ConnectionFailure | null>;

interface RemoteOptions {
  /** `remote` of the configuration. */
  allowed: boolean | string[];
  firmwareVersion: string;
  world: () => World;
  /** What an earlier page kept; never rejected. */
  read: () => Promise<string | null>;
  write: (text: string) => Promise<void>;
  /** Runs an action in MSX. */
  execute: (action: string, data?: JsonObject) => void;
  /** Tells the reporter why something will be shown. */
  explain: (reason: NonNullable<Plan['reason']>) => void;
  /** The answer of MSX to a request for data. */
  requestData: (dataId: string) => Promise<unknown>;
  /** `playback` of the configuration. */
  saysPlayback: boolean;
  /** How the TV is now; null = nothing is reported yet. */
  health: () => Health | null;
  /** What time it is. */
  times: () => Times;
  /** Runs it once; what it returns takes that back. */
  setTimer: (run: () => void, ms: number) => () => void;
  log: Log<RemoteNotice>;
}

/** Does what commands say, and answers them. */
export interface Remote {
  /** Resolves with null when the broker has what the TV can do. */
  connected: (publish: Publish) => Promise<ConnectionFailure | null>;
  message: (topic: string, payload: string) => void;
  /** Hears what MSX says, what it asks the plugin for (`plugin:asked`), and that it was answered (`plugin:answered`). */
  handleEvent: (event: Fields) => void;
  handleData: (data: Fields) => void;
}

/** So long MSX has to do what it was asked to. */
const DONE_WITHIN_MS = 5000;
/** So many wait for their turn, or for the moment that they name. */
const MOST_WAITING = 20;

/** A command that is under way. */
interface Task {
  command: Command;
  record: CommandRecord;
}

const PROMISED_SINCE = 160;

export function createRemote(options: RemoteOptions): Remote {
  const { log, setTimer, times } = options;
  const records = createRecords(options.read, options.write);
  let publish: Publish | null = null;
  let shown = NOTHING_SHOWN;
  let saidPaused: boolean | null = null;
  let waiting: Task[] = [];
  /** How many are not answered: they wait for their turn or their moment, or one is being done. */
  let open = 0;
  /** Whether something is asked of MSX, and by what it is known to be done. */
  let isBusy = false;
  let hear: (sign: Heard) => void = () => undefined;

  const answer = (record: CommandRecord): void => {
    const { id, status, error } = record;
    if (publish && status)
      void publish('command/ack', commandAckText(id, status, error)).then((failure) => {
        record.isTold = !failure;
        void records.save();
      });
  };
  const finish = (record: CommandRecord, refusal: Refusal | null): void => {
    open--;
    record.status = refusal ? refusal.status : 'ok';
    record.error = refusal && refusal.error;
    void records.save();
    for (; record.copies > 0; record.copies--) answer(record);
    if (refusal)
      log({ code: 'command-failed', level: 'warn', message: `A command was not done. ${refusal.error}` });
  };
  const sayState = (): void => {
    const front = inFront(shown);
    const isPaused = !!front && front.isPaused;
    if (!publish || saidPaused === isPaused) return;
    saidPaused = isPaused;
    void publish('state', stateText(isPaused), true);
  };

  const notDone = (build: number): Refusal => ({
    status: 'error',
    error: `MSX did not do it within ${DONE_WITHIN_MS / 1000} s.${
      build < PROMISED_SINCE ? ` Not all actions are known before 0.1.${PROMISED_SINCE}.` : ''
    }`,
  });

  function run(plan: Plan, { command, record }: Task): void {
    const { build } = options.world();
    isBusy = true;
    const end = (refusal: Refusal | null): void => {
      stopTimer();
      hear = () => undefined;
      isBusy = false;
      finish(record, refusal);
      if (!refusal) log({ code: 'command-done', level: 'info', message: `Done: ${command.type}.` });
      next();
    };
    const stopTimer = setTimer(() => end(notDone(build)), DONE_WITHIN_MS);
    hear = (sign) => {
      if (sign.isProblem && plan.action.indexOf(sign.url) >= 0)
        end({ status: 'error', error: 'The document cannot be had; the TV says why.' });
      else if (plan.isDone(sign)) end(null);
    };
    const begin = (): void => {
      if (plan.reason) options.explain(plan.reason);
      options.execute(plan.action, plan.data);
    };
    if (!plan.isLast) {
      begin();
      return;
    }
    // The next page answers; this one does not know yet.
    record.status = 'ok';
    const saved = records.save();
    record.status = null;
    void saved.then(begin);
  }

  function next(): void {
    const task = isBusy ? undefined : waiting.shift();
    if (!task) return;
    const plan = planCommand(task.command, options.allowed, options.world(), shown);
    if (plan && 'action' in plan) run(plan, task);
    else {
      finish(task.record, plan);
      next();
    }
  }

  function take(text: string): void {
    const command = readCommand(text);
    if ('problem' in command) {
      const { id, problem } = command;
      log({ code: 'command-unreadable', level: 'warn', message: `A command cannot be read. ${problem}` });
      if (id !== null && publish) void publish('command/ack', commandAckText(id, 'error', problem));
      return;
    }
    const known = records.find(command.id);
    if (known) {
      if (known.status) answer(known);
      else known.copies++;
      return;
    }
    const record = records.add(command.id);
    open++;
    void records.save();
    const wait = waitMs(command, times());
    if (typeof wait !== 'number') finish(record, wait);
    else if (open > MOST_WAITING)
      finish(record, { status: 'error', error: 'Too many commands wait for their turn.' });
    else {
      const begin = (): void => {
        waiting = waiting.concat({ command, record });
        next();
      };
      if (wait > 0) setTimer(begin, wait);
      else begin();
    }
  }

  const sayHealth = createHealth(options);
  const playback = options.saysPlayback
    ? createPlayback({
        ...options,
        say: (payload) => void (publish && publish('playback', payload, true)),
      })
    : null;
  const tell = (type: string, fields: Fields): void => {
    const info = fieldsOf(fields.info);
    shown = afterEvent(shown, type, fields);
    hear({
      type,
      url: String(fields.dataId ?? info.url),
      index: Number(info.listIndex ?? fields.listIndex ?? NaN),
      isProblem: fields.isProblem === true,
    });
    sayState();
  };

  return {
    connected: (publishTo) => {
      publish = publishTo;
      saidPaused = null;
      const said = publish('capabilities', capabilitiesText(options.firmwareVersion), true);
      sayState();
      void records.loaded.then(() => records.untold().forEach(answer));
      // Not before: a broker that ends the connection over this one allows commands all the same.
      void said.then((isLost) => {
        if (!isLost) sayHealth((payload) => publishTo('health', payload, true));
      });
      return said;
    },
    message: (topic, payload) => {
      if (topic === 'command') void records.loaded.then(() => take(payload));
    },
    handleEvent: (event) => {
      tell(String(event.event), event);
      if (playback) playback(event);
    },
    handleData: ({ slider }) => {
      if (slider) tell('slider:visible', { info: slider });
    },
  };
}
