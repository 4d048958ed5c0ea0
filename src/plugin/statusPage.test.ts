import { describe, expect, it } from 'vitest';
import type { ReporterSnapshot } from '../report/reporterSnapshot.js';
import { aboutOf } from '../tvx/about.js';
import { retryAction } from './retryAction.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';
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
  oldestAtMs: null,
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
const PAGE = 'http://own/plugin.html?config=kitchen';
const about = (version: string, parameter?: string) =>
  aboutOf({ platform: 'tizen', application: { version }, content: { parameter } });
const withAbout = (known: ReturnType<typeof about>): Pick<StatusOptions, 'about' | 'retry'> => ({
  about: known,
  retry: (kind, flag, dataId) => retryAction(known, PAGE, kind, flag, dataId),
});
const OPTIONS: StatusOptions = {
  ...withAbout(about('0.1.163')),
  version: '1.2.3',
  configFile: 'kitchen.config.json',
  settings: {
    ...DEFAULT_SETTINGS,
    broker: { url: 'wss://broker.example/mqtt', username: 'anna', password: 'hunter2' },
  },
  identity: { deviceId: 'abc.DEF-1', source: 'stored' },
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
    'abc.DEF-1, from MSX, kept',
    'Player key 550e8400-e29b-41d4-a716-446655440000, from the device ID',
    'Samsung Tizen / MSX 0.1.163 / Plugin 1.2.3',
    'kitchen.config.json',
    'menu menu.json, tagging links',
    'wss://broker.example/mqtt waiting for 65 s, next try in 12 s',
    'The broker cannot be reached.',
    'Player has no owner. Give it one., next try in 4 min',
    '3 waiting, 4 unanswered, 14 sent, 1 refused, 2 dropped',
    'online, post 101, 5 s ago',
    '-1.5 s off, by server',
    'stored in indexeddb',
    'http://own/{chr:#123}x{chr:#125} answered with the status 404.',
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

  type Page = {
    flag: string;
    ready?: { action: string };
    pages: { items: { type: string; layout: string; action?: string }[] }[];
  };
  const page = (version: string, parameter?: string) =>
    statusPage({ ...OPTIONS, ...withAbout(about(version, parameter)) }) as unknown as Page;
  const again = (kind: string) => `replace:${kind}:msx-player-status:request:interaction:status@${PAGE}`;
  const actions = ({ pages }: Page) =>
    pages.map(({ items }) => items.filter(({ type }) => type === 'button').map(({ action }) => action));

  it('refreshes itself as long as it is shown, and on demand, as a page and in a panel', () => {
    const both = `[${again('content')}|${again('panel')}]`;
    const shown = page('0.1.160');
    expect(shown.flag).toBe('msx-player-status');
    expect(shown.ready).toEqual({ action: `delay:msx-player-status:3:${both}` });
    expect(actions(shown)).toEqual([[both], [both], [both]]);
  });

  it('does so on demand alone where MSX may not wait for an action', () => {
    expect(page('0.1.157')).not.toHaveProperty('ready');
    expect(actions(page('0.1.145'))[0]).toEqual([`[${again('content')}|${again('panel')}]`]);
    expect(actions(page('0.1.114'))[0]).toEqual(['[reload:content|reload:panel]']);
    expect(actions(page('0.1.114', `content:request:interaction:status@${PAGE}`))[0]).toEqual(['reload']);
  });

  it('fits the grid of panels, with something to select on each page', () => {
    const { pages } = page('0.1.163');
    for (const { items } of pages) {
      expect(items.some(({ type }) => type === 'button')).toBe(true);
      const taken = new Set<string>();
      for (const { layout } of items) {
        const [x, y, w, h] = layout.split(',').map(Number) as [number, number, number, number];
        for (let row = y; row < y + h; row++)
          for (let column = x; column < x + w; column++) {
            expect(column).toBeLessThan(8);
            expect(row).toBeLessThan(6);
            expect(taken).not.toContain(`${column},${row}`);
            taken.add(`${column},${row}`);
          }
      }
    }
  });
});
