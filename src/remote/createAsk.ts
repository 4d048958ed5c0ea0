import type { Fields } from '../makapix/fieldsOf.js';
import { readResponse } from '../makapix/readResponse.js';
import { hasOwn } from '../msx/json.js';
import type { JsonObject } from '../msx/json.js';

/** What the server answered; or a sentence for a person that says why there is no answer. */
export type Answer = { fields: Fields } | { problem: { message: string } };

/**
 * Asks the server behind the broker. Never rejected, and settled before MSX stops waiting for the plugin.
 * @param type such as `query_posts`
 * @param fields what the request has besides its ID, its type and the player key
 */
export type Ask = (type: string, fields: JsonObject) => Promise<Answer>;

/** Publishes on a topic of the player's; resolves with null when the broker has it. */
type Publish = (topic: string, payload: string) => Promise<unknown>;

interface AskOptions {
  /** As it stands in the topics. */
  playerKey: () => string;
  /** An ID that no other request has, of this page or another. */
  newId: () => string;
  /** Why the TV asks nobody; null: it may. */
  blocked: () => string | null;
  /** Runs it once; what it returns takes that back. */
  setTimer: (run: () => void, ms: number) => () => void;
}

/** Requests to the server, and its answers (Makapix's `request/{id}` and `response/{id}`). */
export interface Asking {
  /** The topic that it wants to hear. */
  topic: string;
  /** @param publish null: the broker does not let the player hear answers */
  connected: (publish: Publish | null) => void;
  message: (topic: string, payload: string) => void;
  ask: Ask;
}

interface Question {
  id: string;
  end: (answer: Answer) => void;
}

/** MSX waits 30 s for the plugin: both together are less. A TV that has just begun is connected soon. */
const CONNECTED_WITHIN_MS = 5000;
const ANSWERED_WITHIN_MS = 24_000;

const NOT_CONNECTED = 'The TV is not connected to its broker.';
const REFUSED = 'The broker does not let this TV read response/+.';
const NO_ANSWER = 'The server did not answer. It may not be running.';

/** What Makapix's codes mean to who sits before the TV; the others say it themselves. */
const SENTENCES: Record<string, string> = {
  authentication_failed: 'This TV is not registered with the server.',
  rate_limit_exceeded: 'The server was asked too often: wait a minute.',
  user_not_found: 'There is no such artist.',
};
const LONGEST_SENTENCE = 200;

const no = (message: string): Answer => ({ problem: { message } });

/** The first line of what the server says: the others are for who runs it. */
const sentenceFor = (code: string, message: string): string =>
  hasOwn(SENTENCES, code)
    ? SENTENCES[code]!
    : `The server says: ${message.split('\n')[0]!.slice(0, LONGEST_SENTENCE) || code}`;

export function createAsk({ playerKey, newId, blocked, setTimer }: AskOptions): Asking {
  let publish: Publish | null = null;
  let isRefused = false;
  /** Those that wait for the connection. */
  let waiting: (() => void)[] = [];
  /** What is asked and not answered. */
  let open: Question[] = [];

  const send = (id: string, payload: JsonObject, end: (answer: Answer) => void): void => {
    if (isRefused) end(no(REFUSED));
    else
      void publish!(`request/${id}`, JSON.stringify(payload)).then((failure) => {
        if (failure) end(no(NOT_CONNECTED));
      });
  };

  return {
    topic: 'response/+',
    connected: (publishTo) => {
      isRefused = !publishTo;
      publish = publishTo;
      const held = waiting;
      waiting = [];
      held.forEach((begin) => begin());
    },
    message: (topic, payload) => {
      const [, id = ''] = /^response\/(.+)$/.exec(topic) || [];
      const question = open.filter((one) => one.id === id)[0];
      const response = question && readResponse(payload, id);
      if (response)
        question.end('fields' in response ? response : no(sentenceFor(response.code, response.message)));
    },
    ask: (type, fields) =>
      new Promise((resolve) => {
        const sentence = blocked();
        if (sentence) {
          resolve(no(sentence));
          return;
        }
        const id = newId();
        const end = (answer: Answer): void => {
          stop();
          open = open.filter((one) => one !== question);
          resolve(answer);
        };
        const question: Question = { id, end };
        let stop = setTimer(() => end(no(NOT_CONNECTED)), CONNECTED_WITHIN_MS);
        open.push(question);
        const begin = (): void => {
          if (open.indexOf(question) < 0) return;
          stop();
          stop = setTimer(() => end(no(NO_ANSWER)), ANSWERED_WITHIN_MS);
          send(id, { request_id: id, request_type: type, player_key: playerKey(), ...fields }, end);
        };
        if (publish || isRefused) begin();
        else waiting.push(begin);
      }),
  };
}
