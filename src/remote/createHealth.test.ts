import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Health } from '../makapix/health.js';
import { createHealth } from './createHealth.js';
import type { RemoteNotice } from './remoteCodes.js';

let health: Health | null;
let said: string[];
let notices: RemoteNotice[];
let isBrokerWilling: boolean;

const begin = (): (() => void) => {
  const connected = createHealth({
    health: () => health,
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    log: (notice) => notices.push(notice),
  });
  return () =>
    connected((payload) => {
      said.push(payload);
      return Promise.resolve(isBrokerWilling ? null : { code: 'lost', message: '' });
    });
};

const seconds = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(count * 1000);

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  notices = [];
  isBrokerWilling = true;
  health = {
    waiting: 0,
    unanswered: 0,
    dropped: 0,
    oldestAtMs: null,
    storage: 'indexeddb',
    clockOffsetMs: 100,
    clockSource: 'server',
    msxVersion: '0.1.163',
    tvxVersion: null,
    engine: null,
    startedAtMs: null,
  };
});
afterEach(() => vi.useRealTimers());

describe('how a TV says that it is well', () => {
  it('does so at each connection, and not again while nothing changes', async () => {
    const connect = begin();
    connect();
    await seconds(300);
    expect(said).toHaveLength(1);
    connect();
    await seconds(300);
    expect(said).toHaveLength(2);
  });

  it('says a change that matters within half a minute, however often it changes', async () => {
    begin()();
    for (let dropped = 1; dropped <= 60; dropped++) {
      health = { ...health!, dropped };
      await seconds(1);
    }
    expect(said).toHaveLength(3);
    health = { ...health!, storage: 'memory' };
    await seconds(30);
    expect(JSON.parse(said[3]!)).toMatchObject({ dropped: 60, storage: 'memory' });
  });

  it('does not say that a few views wait, as they always do, or that the clock is a little off', async () => {
    begin()();
    await seconds(30);
    health = { ...health!, waiting: 9, unanswered: 4, clockOffsetMs: 2000 };
    await seconds(60);
    expect(said).toHaveLength(1);
    for (const waiting of [10, 19, 20, 39, 40]) {
      health = { ...health, waiting };
      await seconds(30);
    }
    expect(said.slice(1).map((text) => (JSON.parse(text) as { waiting: number }).waiting)).toEqual([
      10, 20, 40,
    ]);
  });

  it('waits until there is something to say', async () => {
    const { msxVersion, ...rest } = health!;
    health = null;
    begin()();
    await seconds(1);
    expect(said).toEqual([]);
    health = { ...rest, msxVersion };
    await seconds(30);
    expect(said).toHaveLength(1);
  });

  it('gives up, and says so once, where the broker ends the connection over it twice in a row', async () => {
    isBrokerWilling = false;
    const connect = begin();
    for (let i = 0; i < 5; i++) {
      connect();
      await seconds(60);
    }
    expect(said).toHaveLength(2);
    expect(notices.map(({ code }) => code)).toEqual(['health-refused']);
  });

  it('goes on where a connection was lost by chance', async () => {
    const connect = begin();
    for (let i = 0; i < 6; i++) {
      isBrokerWilling = i % 2 === 1;
      connect();
      await seconds(1);
    }
    expect(said).toHaveLength(6);
    expect(notices).toEqual([]);
  });
});
