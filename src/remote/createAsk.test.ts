import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAsk, type Answer, type Asking } from './createAsk.js';

const KEY = '47b51dd3-e6e0-4812-b355-d50e481b3852';

/** The real server's answers, byte for byte; each is one to `r1`. */
const RECORDED = readFileSync(
  join(import.meta.dirname, '../../e2e/stage/makapix/cases/makapixRecording.jsonl'),
  'utf8',
)
  .split('\n')
  .filter((line) => line.includes('/response/'))
  .map((line) => (JSON.parse(line) as { payload: string }).payload);

let published: { topic: string; payload: string }[];
let failure: unknown;
let blocked: string | null;
let asking: Asking;
const publish = (topic: string, payload: string): Promise<unknown> => {
  published.push({ topic, payload });
  return Promise.resolve(failure);
};
const respond = (id: string, fields: object): void =>
  asking.message(`response/${id}`, JSON.stringify({ request_id: id, success: true, ...fields }));

/** What came of it so far; undefined while nothing has. */
async function settled(answer: Promise<Answer>): Promise<Answer | undefined> {
  let result: Answer | undefined;
  void answer.then((one) => (result = one));
  await vi.advanceTimersByTimeAsync(0);
  return result;
}
const sentence = async (answer: Promise<Answer>): Promise<string | undefined> => {
  const result = await settled(answer);
  return result && 'problem' in result ? result.problem.message : undefined;
};

beforeEach(() => {
  vi.useFakeTimers();
  published = [];
  failure = null;
  blocked = null;
  let count = 0;
  asking = createAsk({
    playerKey: () => KEY,
    newId: () => `r${++count}`,
    blocked: () => blocked,
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
});
afterEach(() => {
  // Nothing runs on behind an answer.
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a request to the server', () => {
  it('goes to a topic of its own, with the key, and is answered there', async () => {
    asking.connected(publish);
    const answer = asking.ask('echo', { echo_data: 'hi' });
    expect(asking.topic).toBe('response/+');
    expect(published).toEqual([
      {
        topic: 'request/r1',
        payload: `{"request_id":"r1","request_type":"echo","player_key":"${KEY}","echo_data":"hi"}`,
      },
    ]);
    respond('r1', { echo_data: 'hi' });
    expect(await settled(answer)).toEqual({
      fields: { request_id: 'r1', success: true, echo_data: 'hi' },
    });
  });

  it.each(RECORDED.map((text) => [text.slice(0, 120), text]))('reads %s', async (_name, text) => {
    asking.connected(publish);
    const answer = asking.ask('query_posts', {});
    asking.message('response/r1', text);
    const result = await settled(answer);
    const { success, error_code: code } = JSON.parse(text) as { success: boolean; error_code: string };
    if (success) expect(result).toEqual({ fields: JSON.parse(text) as unknown });
    else {
      const { message } = (result as { problem: { message: string } }).problem;
      expect(message, code).toMatch(/^[A-Z].{10,200}$/);
      expect(message).not.toContain('pydantic.dev');
    }
  });

  it('throws away what is late, foreign, unreadable or too long', async () => {
    asking.connected(publish);
    const first = asking.ask('echo', {});
    const second = asking.ask('echo', {});
    respond('r9', {});
    respond('constructor', {});
    asking.message('response/r1', '{"request_id":"r2","success":true}');
    asking.message('response/r1', '{"request_id":"r1","success":tr');
    asking.message('response/r1', '{"request_id":"r1"}');
    asking.message('response/r1', 'null');
    asking.message('view/ack', '{"request_id":"r1","success":true}');
    respond('r1', { more: 'x'.repeat(131_072) });
    expect(await settled(first)).toBeUndefined();
    respond('r2', { is: 'second' });
    expect(await settled(second)).toMatchObject({ fields: { is: 'second' } });
    respond('r2', { is: 'again' });
    await vi.advanceTimersByTimeAsync(23_999);
    expect(await settled(first)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(await sentence(first)).toContain('did not answer');
    respond('r1', {});
  });

  it('waits a little for the connection, and then says that there is none', async () => {
    const answer = asking.ask('echo', {});
    await vi.advanceTimersByTimeAsync(4999);
    asking.connected(publish);
    respond('r1', {});
    expect(await settled(answer)).toMatchObject({ fields: {} });

    failure = { code: 'closed' };
    expect(await sentence(asking.ask('echo', {}))).toContain('not connected');
  });

  it('asks nobody whom it has given up waiting for', async () => {
    const answer = asking.ask('echo', {});
    await vi.advanceTimersByTimeAsync(5000);
    expect(await sentence(answer)).toContain('not connected');
    asking.connected(publish);
    expect(published).toEqual([]);
  });

  it('says that the access list keeps it from hearing answers, until it does not', async () => {
    const early = asking.ask('echo', {});
    asking.connected(null);
    expect(await sentence(early)).toContain('response/+');
    expect(await sentence(asking.ask('echo', {}))).toContain('response/+');
    asking.connected(publish);
    const answer = asking.ask('echo', {});
    respond('r3', {});
    expect(await settled(answer)).toMatchObject({ fields: {} });
  });

  it('is not made where the owner does not want that', async () => {
    asking.connected(publish);
    blocked = 'Not wanted.';
    expect(await sentence(asking.ask('echo', {}))).toBe('Not wanted.');
    expect(published).toEqual([]);
  });

  it.each([
    ['authentication_failed', 'registered'],
    ['rate_limit_exceeded', 'minute'],
    ['user_not_found', 'no such artist'],
    ['toString', 'The server says: toString'],
  ])('says in a sentence what %s means', async (code, words) => {
    asking.connected(publish);
    const answer = asking.ask('query_posts', {});
    respond('r1', { success: false, error_code: code });
    expect(await sentence(answer)).toContain(words);
  });
});
