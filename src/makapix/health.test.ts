import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { healthText, readHealth, type Health } from './health.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');

const HEALTH: Health = {
  waiting: 3,
  unanswered: 2,
  dropped: 1,
  oldestAtMs: NOW,
  storage: 'indexeddb',
  clockOffsetMs: -1500,
  clockSource: 'server',
  msxVersion: '0.1.163',
  tvxVersion: '0.0.76',
  engine: 'Chrome/68.0.3440.106',
  startedAtMs: NOW - 60_000,
};

describe('the health of a TV', () => {
  it('is read as it was written', () => {
    expect(readHealth(healthText(HEALTH))).toEqual(HEALTH);
    const unknown: Health = {
      ...HEALTH,
      oldestAtMs: null,
      clockOffsetMs: null,
      clockSource: 'none',
      msxVersion: null,
      tvxVersion: null,
      engine: null,
      startedAtMs: null,
    };
    expect(readHealth(healthText(unknown))).toEqual(unknown);
  });

  it('has the names and times of the other topics, and stays small', () => {
    const long = healthText({ ...HEALTH, waiting: 100_000, dropped: 100_000, engine: 'x'.repeat(40) });
    expect(JSON.parse(long)).toMatchObject({ oldest_at: '2026-11-25T12:00:00.000Z', clock_offset_ms: -1500 });
    expect(gzipSync(long).length).toBeLessThanOrEqual(500);
  });

  it.each(['', 'null', '[]', '{}', '{"waiting":-1}', healthText(HEALTH).replace('indexeddb', 'paper')])(
    'is none in %s',
    (text) => {
      expect(readHealth(text)).toBeNull();
    },
  );

  it('is read without texts and times that are none', () => {
    const text = healthText(HEALTH)
      .replace('"Chrome/68.0.3440.106"', '{}')
      .replaceAll(/"2026[^"]*"/g, '"soon"')
      .replace('0.1.163', 'x'.repeat(1000));
    expect(readHealth(text)).toMatchObject({
      engine: null,
      oldestAtMs: null,
      startedAtMs: null,
      msxVersion: 'x'.repeat(64),
    });
  });
});
