import { describe, expect, it } from 'vitest';
import { viewAck } from './viewAck.js';

const view = (fields: Record<string, unknown>) =>
  ({ kind: 'view', playerKey: 'key', fields: { player_key: 'key', ...fields } }) as const;

describe('the acknowledgment of a view', () => {
  it('goes to the player that asked for it', () => {
    expect(viewAck(view({ request_ack: true }))).toEqual({
      topic: 'makapix/player/key/view/ack',
      payload: { success: true },
    });
  });

  it('refuses a view in the name of another player', () => {
    expect(viewAck(view({ request_ack: true, player_key: 'other' }))?.payload).toMatchObject({
      success: false,
      error_code: 'player_key_mismatch',
    });
  });

  it('is not sent unasked, nor for a status', () => {
    expect(viewAck(view({}))).toBeUndefined();
    expect(viewAck({ kind: 'status', playerKey: 'key', fields: { request_ack: true } })).toBeUndefined();
  });
});
