import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAck } from '../../../src/makapix/ack.js';
import { viewPayload, type Intent, type ViewPayload } from '../../../src/makapix/view.js';
import { answerView, newMemory, type Answer, type Fault, type RegisteredPlayer } from './answerView.js';
import { decideStatus, NO_ROW, rowAt } from './decideStatus.js';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'cases', name), 'utf8');

/** A server without a broker, at any time. */
function standIn(authorOf: (postId: number) => string | null) {
  const players = new Map<string, RegisteredPlayer>();
  const memory = newMemory();
  return {
    players,
    look: (topicKey: string, payload: unknown, atMs: number, fault: Fault | null = null): Answer =>
      answerView({ players, authorOf, memory, fault }, topicKey, payload, atMs),
  };
}

/** What was asked of the real server, and what it answered (`run`), or would by its code (`read`). */
interface ViewCase {
  name: string;
  steps: {
    atMs: number;
    post: number;
    timestamp: string;
    intent?: Intent;
    /** The post is the owner's own. */
    own?: boolean;
    /** The database fails at this view. */
    fault?: string;
    serverAway?: boolean;
    /** `success`, a code, or null for none. */
    answer: string | null;
    text?: string;
  }[];
  recorded: number[];
}

interface StatusCase {
  name: string;
  status: {
    atMs?: number;
    status?: string;
    current_post_id?: number | null;
    /** The connection is cut, and the broker sends the will. */
    connection?: 'cut';
    /** The row's connection and post after it. */
    then: string;
  }[];
}

const CASES = JSON.parse(read('makapixServer.json')) as (ViewCase | StatusCase)[];
const isViewCase = (one: ViewCase | StatusCase): one is ViewCase => 'steps' in one;

/** What no case has: the cases name a post that does not exist 99999. */
const UNKNOWN_POST = 99_999;
const KEY = '550e8400-e29b-41d4-a716-446655440000';
const MIDNIGHT_MS = Date.parse('2026-11-25T00:00:00Z');

describe("Makapix's server answers", () => {
  it.each(CASES.filter(isViewCase))('$name', ({ steps, recorded }) => {
    const own = steps.filter((step) => step.own).map(({ post }) => post);
    const server = standIn((postId) =>
      postId === UNKNOWN_POST ? null : own.includes(postId) ? 'kim' : 'author',
    );
    server.players.set(KEY, { owner: 'kim', ownerPermitted: true });
    const rows: number[] = [];
    for (const step of steps) {
      if (step.serverAway) continue; // it does not hear, so it says nothing
      const { post: postId, timestamp, intent = 'channel' } = step;
      const facts = { postId, timestamp, intent, playOrder: 0, channel: 'all' } as const;
      const payload = viewPayload({ ...facts, userSqid: null, hashtag: null }, KEY, true);
      const fault = step.fault === undefined ? null : 'processing_error';
      const { outcome, text } = server.look(KEY, payload, MIDNIGHT_MS + step.atMs, fault);
      if (outcome === 'recorded') rows.push(postId);
      const ack = parseAck(text ?? '');
      expect(ack?.success ? 'success' : ack?.code).toBe(step.answer);
      if (step.text !== undefined) expect(ack).toHaveProperty('message', step.text);
    }
    expect(rows).toEqual(recorded);
  });
});

describe("a player's row", () => {
  it.each(CASES.filter((one): one is StatusCase => !isViewCase(one)))('$name', ({ status: steps }) => {
    let row = NO_ROW;
    for (const { atMs = 0, connection, then, ...said } of steps) {
      const nowMs = MIDNIGHT_MS + atMs;
      // The will of a player that knows its protocol leaves the post as it is.
      const payload =
        connection === 'cut' ? { player_key: KEY, status: 'offline' } : { player_key: KEY, ...said };
      const isStatus = connection === 'cut' || said.status !== undefined;
      if (isStatus) row = decideStatus(row, payload, (postId) => postId !== UNKNOWN_POST, nowMs) ?? row;
      const { connection: state, currentPostId } = rowAt(row, nowMs);
      expect([state, String(currentPostId)].slice(0, then.split(', ').length).join(', ')).toBe(then);
    }
  });
});

describe('the recording of the real server', () => {
  const messages = read('makapixRecording.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: string; topic: string; payload: string })
    .map(({ at, topic, payload }) => ({
      at: at.slice('2026-11-25T'.length, -1),
      atMs: Date.parse(at),
      topic,
      payload,
    }));
  const ackTopicOf = (topic: string): string => `${topic.toLowerCase()}/ack`;

  /** Each view with the ack that came next to its player, if one came before the player's next view. */
  const views = messages.flatMap((message, i) => {
    if (!message.topic.endsWith('/view')) return [];
    const next = messages
      .slice(i + 1)
      .find(({ topic }) => topic === message.topic || topic === ackTopicOf(message.topic));
    return [{ ...message, ack: next?.topic === message.topic ? undefined : next }];
  });

  /** The posts of its database that matter: everything else that was shown exists, by somebody else. */
  const authorOf = (postId: number): string | null =>
    postId === 201 ? 'owner' : postId === 99_999 || postId === -5 ? null : 'author';

  /** One player was registered at 15:34:50 or so. */
  const LATE_KEY = '6d21';
  /** Of one view the owner was locked out, on purpose. */
  const LOCKED_OUT_AT = '15:34:25';
  /** Of one view the database was broken, on purpose. */
  const BROKEN_AT = '15:34:08';
  /** The server was stopped, on purpose: the broker confirmed these views, nobody saw them. */
  const AWAY_FROM = '15:39:28';
  const AWAY_UNTIL = '15:40:14';
  /**
   * The recording has whole seconds. Of this view, which the server was late to look at, the next one's
   * `4.0s` tells that it was late in its second.
   */
  const LATE_IN_ITS_SECOND = { at: '15:29:06', byMs: 900 };

  it('has the ack of each view that came when the server was there', () => {
    expect(views.filter(({ ack }) => !ack).map(({ at }) => at)).toEqual(
      views.map(({ at }) => at).filter((at) => at >= AWAY_FROM && at <= AWAY_UNTIL),
    );
    expect(views.filter(({ ack }) => !ack)).toHaveLength(7);
    expect(views).toHaveLength(messages.filter(({ topic }) => /\/view\/ack$/.test(topic)).length + 7);
  });

  it('played at its times gets the answers that were recorded', () => {
    const server = standIn(authorOf);
    const owned = { owner: 'owner', ownerPermitted: true };
    const answers = views
      .filter(({ ack }) => ack)
      .map(({ at, topic, payload, ack }) => {
        const topicKey = topic.split('/')[2]!;
        const isRegistered = !topicKey.startsWith(LATE_KEY) || at > '15:34:50';
        if (isRegistered)
          server.players.set(topicKey.toLowerCase(), { ...owned, ownerPermitted: at !== LOCKED_OUT_AT });
        // A view was looked at when it was answered.
        const atMs = ack!.atMs + (at === LATE_IN_ITS_SECOND.at ? LATE_IN_ITS_SECOND.byMs : 0);
        const view = JSON.parse(payload) as ViewPayload;
        const answer = server.look(topicKey, view, atMs, at === BROKEN_AT ? 'processing_error' : null);
        return {
          at,
          to: ackTopicOf(`makapix/player/${answer.playerKey}/view`),
          text: withoutSql(answer.text!),
        };
      });
    expect(answers).toEqual(
      views.flatMap(({ at, ack }) => (ack ? [{ at, to: ack.topic, text: withoutSql(ack.payload) }] : [])),
    );
    expect(new Set(answers.map(({ text }) => text.slice(0, 60))).size).toBeGreaterThan(8);
  });

  /** The text of a fault is the database's own. */
  const withoutSql = (text: string): string =>
    text.replace(/"error": "\(psycopg.*", "error_code"/, '"error": "…", "error_code"');
});
