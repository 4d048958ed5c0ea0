import { describe, expect, it } from 'vitest';
import type { PlayerMessage } from './playerMessage.js';
import { viewAck } from './viewAck.js';

const view = (fields: object): PlayerMessage => ({
  kind: 'view',
  playerKey: 'key',
  view: {
    post_id: 1,
    timestamp: '2024-01-15T10:30:00Z',
    timezone: '',
    intent: 'channel',
    play_order: 0,
    channel: 'all',
    player_key: 'key',
    channel_user_sqid: null,
    channel_hashtag: null,
    request_ack: true,
    ...fields,
  },
});

describe('the acknowledgment of a view', () => {
  it('goes to the player that asked for it', () => {
    expect(viewAck(view({}))).toEqual({
      topic: 'makapix/player/key/view/ack',
      payload: '{"success":true}',
    });
  });

  it('refuses a view in the name of another player', () => {
    expect(JSON.parse(viewAck(view({ player_key: 'other' }))?.payload ?? '')).toMatchObject({
      success: false,
      error_code: 'player_key_mismatch',
    });
  });

  it('is not sent unasked, nor for a status or an invalid view', () => {
    expect(viewAck(view({ request_ack: false }))).toBeUndefined();
    expect(
      viewAck({ kind: 'status', playerKey: 'key', status: { playerKey: 'key', status: 'online' } }),
    ).toBeUndefined();
    expect(viewAck({ kind: 'invalid', playerKey: 'key', what: 'view', problem: 'x' })).toBeUndefined();
  });
});
