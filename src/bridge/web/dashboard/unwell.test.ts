import { expect, it } from 'vitest';
import type { HealthJson } from '../api/playerJson.js';
import { unwell } from './unwell.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');

const WELL: HealthJson = {
  toldAt: '2026-11-25T11:59:00Z',
  waiting: 0,
  oldestAt: null,
  unanswered: 0,
  dropped: 0,
  storage: 'indexeddb',
  clockOffsetMs: 0,
  clockSource: 'server',
  msxVersion: null,
  tvxVersion: null,
  engine: null,
  startedAt: null,
};

const of = (health: Partial<HealthJson>): string[] => unwell({ health: { ...WELL, ...health } }, NOW);

it('says nothing of a TV that is well, or has said nothing', () => {
  expect(of({})).toEqual([]);
  expect(unwell({ health: null }, NOW)).toEqual([]);
  expect(of({ waiting: 9, oldestAt: '2026-11-25T11:59:00Z', clockOffsetMs: -120_000 })).toEqual([]);
  expect(of({ clockOffsetMs: null, clockSource: 'none' })).toEqual([]);
});

it('says in a sentence what is not well', () => {
  expect(of({ waiting: 1, oldestAt: '2026-11-25T09:00:00Z' })).toEqual([
    '1 view waits, the first for 3 hours.',
  ]);
  expect(of({ waiting: 120 })).toEqual(['120 views wait.']);
  expect(of({ dropped: 1 })).toEqual(['1 view was dropped.']);
  expect(of({ storage: 'memory', clockOffsetMs: 7 * 60_000 })).toEqual([
    'Views that wait are stored in memory only.',
    'Its clock is 7 minutes slow.',
  ]);
  expect(of({ dropped: 2, clockOffsetMs: -3 * 86_400_000 })).toEqual([
    '2 views were dropped.',
    'Its clock is 3 days fast.',
  ]);
});
