import { expect, it } from 'vitest';
import { createReports } from './createReports.js';

it('keeps the last word of each TV on each topic', () => {
  const reports = createReports();
  expect(reports.of('a')).toEqual({ capabilities: null, state: null, playback: null });
  reports.take('a', 'state', { is_paused: true });
  reports.take('a', 'capabilities', { features: {} });
  reports.take('a', 'state', { is_paused: false });
  expect(reports.of('a')).toEqual({
    capabilities: { features: {} },
    state: { is_paused: false },
    playback: null,
  });
  expect(reports.of('b').state).toBeNull();
});

it('says what is news: what plays, but not how far it is', () => {
  const reports = createReports();
  const playing = { state: 'playing', position: 10, url: 'http://a/b' };
  expect(reports.take('a', 'playback', playing)).toBe(true);
  expect(reports.take('a', 'playback', { ...playing, position: 20 })).toBe(false);
  expect(reports.of('a').playback).toMatchObject({ position: 20 });
  expect(reports.take('a', 'playback', { ...playing, state: 'paused' })).toBe(true);
});

it('forgets the TV that spoke longest ago when there are too many', () => {
  const reports = createReports();
  for (let i = 0; i <= 10_000; i++) {
    reports.take('first', 'state', { i });
    reports.take(String(i), 'state', { i });
  }
  expect(reports.of('0').state).toBeNull();
  expect(reports.of('first').state).toEqual({ i: 10_000 });
  expect(reports.of('10000').state).toEqual({ i: 10_000 });
});
