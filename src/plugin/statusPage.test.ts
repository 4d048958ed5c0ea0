import { describe, expect, it } from 'vitest';
import type { ReporterSnapshot } from '../report/snapshot.js';
import { DEFAULT_SETTINGS } from './settings.js';
import { statusPage } from './statusPage.js';
import type { StatusOptions } from './statusPage.js';

const REPORT: ReporterSnapshot = {
  broker: { url: 'wss://broker.example/mqtt' },
  connection: {
    state: 'waiting',
    forMs: 65_000,

    lastError: { code: 'broker-unreachable', message: 'The broker cannot be reached.' },
    nextTryInMs: 12_000,
  },
  views: { waiting: 3, unanswered: 4, sent: 14, refused: 1, dropped: 2 },
  blocked: {
    code: 'player_no_owner',
    message: 'Player has no owner.',
    remedy: 'Give it one.',
    retryInMs: 240_000,
  },
  lastStatus: { status: 'online', currentPostId: 101, agoMs: 5000 },
  acks: 'answered',
  clock: { offsetMs: -1500, source: 'server', jumps: 0 },
  storage: 'indexeddb',
};
const OPTIONS: StatusOptions = {
  pageUrl: 'http://own/plugin.html?config=kitchen',
  version: '1.2.3',
  configFile: 'kitchen.config.json',
  settings: {
    ...DEFAULT_SETTINGS,
    broker: { url: 'wss://broker.example/mqtt', username: 'anna', password: 'hunter2' },
  },
  identity: { deviceId: 'abc.DEF-1', source: 'stored' },
  about: {
    platform: 'tizen',
    msxVersion: '0.1.163',
    frameworkVersion: null,
    language: 'en',
    text: 'Samsung Tizen / MSX 0.1.163',
  },
  playerKey: { key: '550e8400-e29b-41d4-a716-446655440000', source: 'device' },
  report: REPORT,
  notices: [
    { code: 'document-status', level: 'error', message: 'http://own/{x} answered with the status 404.' },
  ],
};
const text = (changes: Partial<StatusOptions> = {}) => JSON.stringify(statusPage({ ...OPTIONS, ...changes }));

describe('the status page', () => {
  it.each([
    'abc.DEF-1',
    'from MSX, kept',
    '550e8400-e29b-41d4-a716-446655440000',
    'from the device ID',
    'Samsung Tizen / MSX 0.1.163',
    'Plugin 1.2.3',
    'kitchen.config.json',
    'menu menu.json, tagging links',
    'wss://broker.example/mqtt waiting for 65 s, next try in 12 s',
    'The broker cannot be reached.',
    'Player has no owner. Give it one., next try in 4 min',
    '3 waiting, 4 unanswered, 14 sent, 1 refused, 2 dropped',
    'online, post 101, 5 s ago',
    '-1.5 s off, by server',
    'stored in indexeddb',
    'http://own/x answered with the status 404.',
  ])('says: %s', (part) => expect(text()).toContain(part));

  it('never shows credentials', () => expect(text()).not.toMatch(/hunter2|anna/));

  it('says what is not known yet, and that nothing is reported', () => {
    const early = text({
      settings: null,
      identity: null,
      about: null,
      playerKey: null,
      report: null,
      notices: [],
    });
    for (const part of [
      'no device ID',
      'This TV',
      'none yet',
      'not loaded yet',
      'no \\"broker.url\\"',
      'Nothing to report',
    ])
      expect(early).toContain(part);
    expect(text({ report: null })).toContain('Not started yet');
    expect(
      text({ report: { ...REPORT, lastStatus: null, clock: { ...REPORT.clock, offsetMs: null } } }),
    ).toMatch(/No status sent yet.*Clock: unknown/);
  });

  it('refreshes itself as long as it is shown, and on demand', () => {
    const page = statusPage(OPTIONS) as { flag: string; ready: { action: string } };
    expect(page.ready.action).toBe(
      `delay:${page.flag}:3:replace:content:${page.flag}:request:interaction:status@${OPTIONS.pageUrl}`,
    );
    expect(text()).toContain('reload:content');
  });
});
