import { describe, expect, it } from 'vitest';
import { viewPayload, viewProblems } from './view.js';

const FACTS = {
  postId: 12345,
  timestamp: '2024-01-15T10:30:00Z',
  intent: 'channel',
  playOrder: 0,
  channel: 'by_user',
  userSqid: 'k5',
  hashtag: null,
} as const;

describe('the payload of a view', () => {
  it('has the fields of player-status.md, in their words', () => {
    expect(viewPayload(FACTS, 'the-key', true)).toEqual({
      post_id: 12345,
      timestamp: '2024-01-15T10:30:00Z',
      timezone: '',
      intent: 'channel',
      play_order: 0,
      channel: 'by_user',
      player_key: 'the-key',
      channel_user_sqid: 'k5',
      channel_hashtag: null,
      request_ack: true,
    });
  });

  it('is valid for a server', () => {
    expect(viewProblems(viewPayload(FACTS, 'the-key', false))).toEqual([]);
  });

  it('is valid without its optional fields', () => {
    const {
      channel_user_sqid: a,
      channel_hashtag: b,
      request_ack: c,
      ...rest
    } = viewPayload(FACTS, 'k', true);
    expect([a, b, c]).toEqual(['k5', null, true]);
    expect(viewProblems(rest)).toEqual([]);
  });

  it.each([
    ['post_id', '12345'],
    ['post_id', 1.5],
    ['timestamp', 5],
    ['timezone', null],
    ['intent', 'accident'],
    ['play_order', 3],
    ['play_order', '0'],
    ['channel', null],
    ['player_key', undefined],
    ['channel_user_sqid', 5],
    ['channel_hashtag', true],
    ['request_ack', 'yes'],
  ])('is invalid where %s is %j', (field, value) => {
    const problems = viewProblems({ ...viewPayload(FACTS, 'the-key', true), [field]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(field);
  });

  it.each([null, 'text', 5])('is invalid where it is %j', (payload) => {
    expect(viewProblems(payload)).toHaveLength(1);
  });
});
