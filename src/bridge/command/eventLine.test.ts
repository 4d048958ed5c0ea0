import { describe, expect, it } from 'vitest';
import { eventLine, refusalLine } from './eventLine.js';
import type { Ingested } from '../ingest/createIngest.js';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';

const KEY = '550e8400-e29b-41d4-a716-446655440000';
const at = new Date(2026, 0, 2, 13, 4, 5);

function line(
  kind: string,
  payload: unknown,
  taken: Ingested['taken'] = { kind: kind === 'view' ? 'recorded' : 'applied' },
): string | undefined {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const message = readPlayerMessage(`makapix/player/${KEY}/${kind}`, text);
  return message && eventLine({ message, taken }, at);
}

describe('the line for an event', () => {
  it('tells a status', () => {
    expect(line('status', { player_key: KEY, status: 'online', firmware_version: '1.2.3' })).toBe(
      `13:04:05  ${KEY}  online, version 1.2.3`,
    );
    expect(line('status', { player_key: KEY, status: 'offline' })).toBe(`13:04:05  ${KEY}  offline`);
  });

  it('tells what a player shows now, and nothing when it shows nothing', () => {
    expect(line('status', { player_key: KEY, status: 'online', current_post_id: 123 })).toMatch(
      /online, now showing 123$/,
    );
    expect(line('status', { player_key: KEY, current_post_id: null })).toMatch(/online$/);
  });

  const view = {
    player_key: KEY,
    post_id: 123,
    timestamp: '2024-01-15T10:30:00Z',
    timezone: '',
    intent: 'channel',
    play_order: 0,
    channel: 'all',
    channel_user_sqid: null,
  };

  it('tells a view with its channel', () => {
    expect(line('view', view)).toMatch(/view 123, channel all, seen 2024-01-15T10:30:00Z$/);
    expect(line('view', { ...view, channel: 'hashtag', channel_hashtag: 'sky' })).toMatch(
      /view 123, channel hashtag \(sky\), seen/,
    );
    expect(line('view', { ...view, intent: 'artwork' })).toMatch(/channel all, chosen by a person, seen/);
  });

  it('tells what became of a view that was not recorded', () => {
    expect(line('view', view, { kind: 'own_post' })).toMatch(/, not recorded: a work of its own owner$/);
    expect(line('view', view, { kind: 'refused', code: 'rate_limited', message: '' })).toMatch(
      /, not recorded: rate_limited$/,
    );
    expect(line('view', view, { kind: 'dropped', problem: 'its time is odd' })).toMatch(
      /sent a view that cannot be taken: its time is odd$/,
    );
  });

  it('tells what was refused', () => {
    const refusal = {
      code: 'publish-refused',
      address: '10.0.0.5',
      reason: 'it published to a',
    } as const;
    expect(refusalLine({ ...refusal, playerKey: undefined }, at)).toBe(
      '13:04:05  10.0.0.5  refused: it published to a',
    );
    expect(refusalLine({ ...refusal, playerKey: KEY }, at)).toContain(`${KEY} at 10.0.0.5  refused`);
  });

  it('points out a payload that names another player', () => {
    expect(line('view', { ...view, player_key: 'other' })).toMatch(
      /but the payload names another player: other$/,
    );
  });

  it.each(['no JSON', '[1]', 'null', '{}', `{"player_key":"${KEY}","status":"asleep"}`])(
    'says that %s is no status',
    (payload) => {
      expect(line('status', payload)).toMatch(/sent a status that cannot be taken: it is no status/);
    },
  );

  it('says what is wrong with a view', () => {
    expect(line('view', { ...view, post_id: '123' })).toMatch(
      /sent a view that cannot be taken: post_id must be an integer$/,
    );
  });

  it('shortens long texts', () => {
    const told = line('view', { ...view, channel: 'x'.repeat(500) }) ?? '';
    expect(told.length).toBeLessThan(200);
  });

  it.each(['command', 'view/ack'])('there is none for %s', (kind) => {
    expect(line(kind, {})).toBeUndefined();
  });
});
