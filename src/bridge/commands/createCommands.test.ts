import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Player } from '../players/player.js';
import type { CommandRecord, CommandStore } from './commandStore.js';
import { createCommands, type Commands, type Hearing } from './createCommands.js';
import type { Command } from './commandTypes.js';

const KEY = '00000000-0000-4000-8000-000000000001';
const OTHER_KEY = '00000000-0000-4000-8000-000000000002';
const KITCHEN = { playerId: 'msx_a', playerKey: KEY, displayName: 'Kitchen' } as Player;
const SENDER = { by: 'token', address: '192.168.1.2' } as const;
const NEXT: Command = { type: 'swap_next', payload: {} };

let commands: Commands;
let hearing: Hearing;
let sent: { topic: string; message: Record<string, unknown> }[];
let stored: CommandRecord[];
let faults: string[];
let news: number;
let isStoreBroken: boolean;
const store: CommandStore = {
  faultOf: () => 'away',
  add(records) {
    if (isStoreBroken) return Promise.reject(new Error('disk full'));
    stored.unshift(...[...records].reverse());
    return Promise.resolve();
  },
  last: (playerId) => Promise.resolve(stored.filter((one) => one.playerId === playerId)),
};

beforeEach(() => {
  vi.useFakeTimers({
    now: Date.parse('2026-01-02T12:00:00Z'),
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'],
  });
  [hearing, sent, stored, faults, news, isStoreBroken] = ['listens', [], [], [], 0, false];
  commands = createCommands({
    store,
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    onNews: () => news++,
    onEnded: () => undefined,
    onFault: (sentence) => faults.push(sentence),
  });
  commands.connect({
    hearingOf: () => hearing,
    originOf: () => null,
    publish(_key, topic, text) {
      if (hearing !== 'listens') return 0;
      sent.push({ topic, message: JSON.parse(text) as Record<string, unknown> });
      return 1;
    },
  });
});
afterEach(async () => {
  await commands.close();
  vi.useRealTimers();
});

const answer = (fields: object = {}, playerKey = KEY) =>
  commands.take({
    kind: 'ack',
    playerKey,
    ack: { commandId: sent.at(-1)!.message.command_id as string, status: 'ok', error: null, ...fields },
  });
const send = (command = NEXT) => commands.send(KITCHEN, command, SENDER);

describe('a command', () => {
  it('goes to the TV as the protocol has it, and ends with what the TV says', async () => {
    const outcome = send({ type: 'seek', payload: { position: 90 } });
    expect(sent).toEqual([
      {
        topic: `makapix/player/${KEY}/command`,
        message: {
          command_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
          command_type: 'seek',
          payload: { position: 90 },
          timestamp: '2026-01-02T12:00:00.000Z',
        },
      },
    ]);
    answer();
    expect(await outcome).toEqual({
      commandId: sent[0]!.message.command_id,
      result: 'ok',
      error: null,
      isTooMany: false,
    });
  });

  it.each(['error', 'unsupported'] as const)('ends with %s and why', async (status) => {
    const outcome = send();
    answer({ status, error: 'Nothing turns.' });
    expect(await outcome).toMatchObject({ result: status, error: 'Nothing turns.' });
  });

  it('ends without an answer after ten seconds, whatever comes later', async () => {
    const outcome = send();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await commands.last('msx_a')).toMatchObject([{ result: null }]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({
      result: 'no_answer',
      error: 'The TV did not answer within 10 s.',
    });
    answer();
    expect(await commands.last('msx_a')).toMatchObject([{ result: 'no_answer' }]);
  });

  it('that is for later is waited for from then on', async () => {
    const outcome = send({ type: 'swap_next', payload: { at: Date.now() + 30_000 } });
    await vi.advanceTimersByTimeAsync(39_000);
    answer();
    expect(await outcome).toMatchObject({ result: 'ok' });
  });

  it('is not answered by another TV, nor by an ack of another command', async () => {
    const outcome = send();
    answer({}, OTHER_KEY);
    answer({ commandId: 'other' });
    answer({ status: 'error', error: 'No.' });
    expect(await outcome).toMatchObject({ result: 'error' });
  });

  it.each<[Hearing, string]>([
    ['away', 'Kitchen is not connected to the broker.'],
    [
      'deaf',
      'Kitchen takes no commands: its plugin is too old for them, or "remote" is off in its configuration.',
    ],
  ])('to a TV that is %s ends at once', async (how, error) => {
    hearing = how;
    expect(await send()).toMatchObject({ result: 'no_answer', error });
    expect(sent).toEqual([]);
  });

  it('is one of three hundred in a minute', async () => {
    hearing = 'away';
    for (let i = 0; i < 300; i++) expect(await send()).toMatchObject({ isTooMany: false });
    expect(await send()).toMatchObject({ result: 'error', isTooMany: true });
    expect(await commands.send({ ...KITCHEN, playerId: 'msx_b' }, NEXT, SENDER)).toMatchObject({
      isTooMany: false,
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await send()).toMatchObject({ isTooMany: false });
  });
});

describe('what was sent', () => {
  it('is kept with who sent it and what became of it, the newest first', async () => {
    const first = send({ type: 'stop', payload: {} });
    await vi.advanceTimersByTimeAsync(250);
    answer();
    await first;
    const second = send();
    expect(await commands.last('msx_a')).toMatchObject([
      { type: 'swap_next', result: null, endedAtMs: null },
      {
        type: 'stop',
        payload: {},
        sender: SENDER,
        sentAtMs: Date.parse('2026-01-02T12:00:00Z'),
        result: 'ok',
        endedAtMs: Date.parse('2026-01-02T12:00:00.250Z'),
      },
    ]);
    answer();
    await second;
  });

  it('is written later where it cannot be now, and whoever has sent it gets the answer at once', async () => {
    isStoreBroken = true;
    const outcome = send();
    answer();
    expect(await outcome).toMatchObject({ result: 'ok' });
    expect(await commands.last('msx_a')).toMatchObject([{ result: 'ok' }]);
    isStoreBroken = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(stored).toMatchObject([{ result: 'ok' }]);
    expect(faults).toEqual([
      'What became of commands could not be written yet: disk full. The last 10000 are kept in memory until it can',
    ]);
  });

  it('is told to be lost where it cannot be written until the bridge ends', async () => {
    isStoreBroken = true;
    const outcome = send();
    answer();
    await outcome;
    await commands.close();
    expect(faults.at(-1)).toBe('What became of a command could not be written: disk full');
  });

  it('is written when the bridge ends, with those that nobody has answered', async () => {
    const outcome = send();
    await commands.close();
    expect(await outcome).toMatchObject({ result: 'no_answer' });
    expect(stored).toMatchObject([{ result: 'no_answer', error: 'The bridge has ended meanwhile.' }]);
  });
});

it('says that there is news when a TV says something new of itself', () => {
  commands.take({ kind: 'state', playerKey: KEY, value: { is_paused: true } });
  commands.take({ kind: 'state', playerKey: KEY, value: { is_paused: true } });
  expect(news).toBe(1);
  expect(commands.reportsOf(KEY).state).toEqual({ is_paused: true });
  expect(commands.reportsOf(null)).toEqual({ capabilities: null, state: null, playback: null });
});
