import { describe, expect, it } from 'vitest';
import type { PlayerState } from '../players/player.js';
import { applyStatus } from './applyStatus.js';

const state: PlayerState = {
  connectionStatus: 'offline',
  lastSeenAtMs: 1,
  currentPostId: 7,
  currentSinceMs: 1,
  firmwareVersion: '1.0.0',
};
const after = (status: object) => applyStatus(state, { playerKey: 'key', status: 'online', ...status }, 100);

// player-status.md, Server Actions
describe('a status', () => {
  it('renews the connection and when the player was last seen', () =>
    expect(after({})).toMatchObject({ connectionStatus: 'online', lastSeenAtMs: 100 }));
  it('leaves alone what it does not say', () =>
    expect(after({})).toMatchObject({ currentPostId: 7, currentSinceMs: 1, firmwareVersion: '1.0.0' }));
  it('tells what is shown now, and since when', () =>
    expect(after({ currentPostId: 8 })).toMatchObject({ currentPostId: 8, currentSinceMs: 100 }));
  it('does not begin anew what is shown on', () =>
    expect(after({ currentPostId: 7 })).toMatchObject({ currentPostId: 7, currentSinceMs: 1 }));
  it('clears what is shown with null', () =>
    expect(after({ currentPostId: null })).toMatchObject({ currentPostId: null, currentSinceMs: null }));
  it('tells the firmware version', () =>
    expect(after({ firmwareVersion: '2.0.0' })).toMatchObject({ firmwareVersion: '2.0.0' }));
});
