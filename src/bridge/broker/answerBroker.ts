import type { Registry } from '../players/createRegistry.js';
import type { PlayerRecord, PlayerStore } from '../players/playerStore.js';
import type { BrokerQuestion } from './brokerQuestion.js';
import { decideRight } from './decideRight.js';
import type { Refusal } from './refusal.js';
import { signIn, type AuthMode } from './signIn.js';

/** When all TVs come back at once, each asks more than once. What is taken from a TV ends no later than this. */
const REMEMBER_MS = 5000;
const MOST_REMEMBERED = 10_000;

interface Answering {
  registry: Registry;
  store: PlayerStore;
  auth: AuthMode;
  /** Whether a player has a token, asked where that is what lets it in. */
  isPaired: (playerId: string) => Promise<boolean>;
  /** A clock that nobody sets, ms. */
  monotonicMs: () => number;
  /** Gets to know a player that another bridge has registered a moment ago. */
  meet?: (playerKey: string) => Promise<void>;
}

/** @returns why RabbitMQ is to refuse; null = it may let the user */
type AnswerBroker = (question: BrokerQuestion) => Promise<Pick<Refusal, 'code' | 'reason'> | null>;

/**
 * Answers RabbitMQ from the same players and tokens, and by the same rules, as the bridge's own broker. Where a TV
 * is, RabbitMQ does not say when it signs in: a TV without a device ID, whose key is random, needs a token.
 * @throws what the store throws
 */
export function answerBroker({
  registry,
  store,
  auth,
  isPaired,
  monotonicMs,
  meet,
}: Answering): AnswerBroker {
  const tokens = { byTokenHash: remembering((hash) => store.byTokenHash(hash), monotonicMs) };

  return async (question) => {
    const { username } = question;
    await meet?.(username);
    if (question.about === 'user') {
      const { password, clientId = username } = question;
      const credentials = { clientId, username, password, willTopic: undefined, address: null };
      const result = await signIn(credentials, auth, registry, tokens);
      return 'returnCode' in result ? { code: 'sign-in-refused', reason: result.reason } : null;
    }
    const player = registry.findByKey(username);
    if (!player) return { code: 'sign-in-refused', reason: 'no TV has this player key' };
    if (auth === 'token' && !(await isPaired(player.playerId)))
      return { code: 'sign-in-refused', reason: 'the TV has no token any more' };
    return decideRight(username, question);
  };
}

/** Asks the store for a token once within a few seconds; for one that nobody has, each time. */
function remembering(ask: PlayerStore['byTokenHash'], nowMs: () => number): PlayerStore['byTokenHash'] {
  const known = new Map<string, { record: PlayerRecord; untilMs: number }>();
  return async (hash) => {
    const before = known.get(hash);
    if (before && nowMs() < before.untilMs) return before.record;
    known.delete(hash);
    const record = await ask(hash);
    if (known.size >= MOST_REMEMBERED) known.clear();
    if (record) known.set(hash, { record, untilMs: nowMs() + REMEMBER_MS });
    return record;
  };
}
