import { describe, expect, it } from 'vitest';
import { playerKeyOf } from './playerKeyOf.js';
import { parseStatus, statusPayload } from './status.js';
import { timestampOf, UNKNOWN_TIME } from './timestamp.js';
import { topicsOf } from './topicsOf.js';

describe('the player key', () => {
  it('is the version 5 UUID of the device ID, as any other implementation makes it', () => {
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "msx:device:UziFFZs2f.LrEanSQ"))'
    expect(playerKeyOf('UziFFZs2f.LrEanSQ')).toBe('7686269a-6e99-59c8-a41d-13565a903592');
    expect(playerKeyOf('Gerät ☃ 😀')).toBe('84400702-b8e6-56bc-bd39-2828f3bfa779');
  });

  it('differs where device IDs differ in case only', () => {
    expect(playerKeyOf('abc')).not.toBe(playerKeyOf('aBc'));
  });
});

describe('a timestamp', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [1705314600000, '2024-01-15T10:30:00Z'],
    [1705314600999, '2024-01-15T10:30:00Z'],
    [1709164800000, '2024-02-29T00:00:00Z'],
  ])('of %d ms is %s', (timeMs, text) => {
    expect(timestampOf(timeMs)).toBe(text);
  });

  it('of an unknown time is the one that servers replace', () => {
    expect(timestampOf(null)).toBe(UNKNOWN_TIME);
  });
});

describe('the topics', () => {
  it('are those of the player', () => {
    expect(topicsOf('k')).toEqual({
      status: 'makapix/player/k/status',
      view: 'makapix/player/k/view',
      viewAck: 'makapix/player/k/view/ack',
      player: 'makapix/player/k/',
    });
  });
});

describe('a status', () => {
  it('has the fields of player-status.md', () => {
    const facts = { playerKey: 'k', status: 'online', currentPostId: null, firmwareVersion: '1' } as const;
    expect(statusPayload(facts)).toEqual({
      player_key: 'k',
      status: 'online',
      current_post_id: null,
      firmware_version: '1',
    });
  });

  it.each([
    [{ player_key: 'k' }, { playerKey: 'k', status: 'online' }],
    [
      { player_key: 'k', status: 'offline' },
      { playerKey: 'k', status: 'offline' },
    ],
    [
      { player_key: 'k', current_post_id: null, firmware_version: '1' },
      { playerKey: 'k', status: 'online', currentPostId: null, firmwareVersion: '1' },
    ],
  ])('is read from %j', (payload, status) => {
    expect(parseStatus(payload)).toEqual(status);
  });

  it.each([
    null,
    5,
    {},
    { player_key: 5 },
    { player_key: 'k', status: 'asleep' },
    { player_key: 'k', current_post_id: 'x' },
  ])('is not %j', (payload) => {
    expect(parseStatus(payload)).toBeNull();
  });
});
