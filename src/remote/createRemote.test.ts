import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readHealth, type Health } from '../makapix/health.js';
import { originOf } from '../msx/url.js';
import { createRemote, type Remote } from './createRemote.js';
import type { RemoteNotice } from './remoteCodes.js';
import type { Times } from './waitMs.js';

const PLUGIN = 'http://tv.test/plugin.html';
const NOW = Date.parse('2026-11-25T12:00:00Z');
const OWN = ['http://tv.test', 'https://media.test:8443'];

/** The real server's commands, byte for byte. */
const RECORDED = readFileSync(
  join(import.meta.dirname, '../../e2e/stage/makapix/cases/makapixRecording.jsonl'),
  'utf8',
)
  .split('\n')
  .filter((line) => line.includes('/command"'))
  .map((line) => (JSON.parse(line) as { payload: string }).payload);

interface Ack {
  command_id: string;
  status: string;
  error: string | null;
}

let actions: { action: string; data: unknown }[];
let published: { topic: string; payload: string; isRetained: boolean }[];
let notices: RemoteNotice[];
let explained: unknown[];
let kept: string | null;
let times: Times;
let isBrokerThere: boolean;
let health: Health | null;

const acks = (): Ack[] =>
  published.filter(({ topic }) => topic === 'command/ack').map(({ payload }) => JSON.parse(payload) as Ack);

/** A page's life: what was kept by the one before is there. */
async function begin({
  allowed = true,
  build = 163,
  artworkUrl = 'http://tv.test/art/{storage_shard}/{storage_key}.{format}',
  showsWebp = true,
}: {
  allowed?: boolean | string[];
  build?: number;
  artworkUrl?: string | null;
  showsWebp?: boolean;
} = {}): Promise<Remote> {
  const remote = createRemote({
    allowed,
    firmwareVersion: '0.1.0',
    world: () => ({
      build,
      pluginUrl: PLUGIN,
      artworkUrl,
      showsWebp,
      isOwn: (url) => OWN.includes(originOf(url) ?? ''),
      tagged: (url) => `${url}?device_id=TV`,
    }),
    read: () => Promise.resolve(kept),
    write: (text) => {
      kept = text;
      return Promise.resolve();
    },
    execute: (action, data) => actions.push({ action, data }),
    explain: (reason) => explained.push(reason),
    requestData: () => Promise.reject(new Error('nothing plays')),
    saysPlayback: false,
    health: () => health,
    times: () => times,
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    log: (notice) => notices.push(notice),
  });
  void remote.connected((topic, payload, isRetained = false) => {
    published.push({ topic, payload, isRetained });
    return Promise.resolve(isBrokerThere ? null : { code: 'lost', message: '' });
  });
  await settled();
  return remote;
}

/** What was promised has happened; no time has passed. */
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function send(remote: Remote, type: string, payload: unknown = {}, id = type): Promise<void> {
  const timestamp = new Date(NOW).toISOString();
  remote.message('command', JSON.stringify({ command_id: id, command_type: type, payload, timestamp }));
  await settled();
}

const openSlides = (remote: Remote, state = 2): void =>
  remote.handleEvent({
    event: 'slider:load',
    info: { state, listIndex: 0, listSize: 3, url: 'http://tv.test/1.png' },
  });
const openFilm = (remote: Remote): void => {
  remote.handleEvent({
    event: 'video:load',
    info: { listIndex: 0, listSize: 4, url: 'http://tv.test/f.mp4' },
  });
  remote.handleEvent({ event: 'video:play' });
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  actions = [];
  published = [];
  notices = [];
  explained = [];
  kept = null;
  times = { nowMs: NOW, isMeasured: true };
  isBrokerThere = true;
  health = null;
});
afterEach(() => vi.useRealTimers());

describe('when the broker is there', () => {
  it('says what the TV can do and whether it pauses, for those who come later as well', async () => {
    await begin();
    expect(published).toEqual([
      {
        topic: 'capabilities',
        payload: '{"firmware_version":"0.1.0","features":{"pause":{}}}',
        isRetained: true,
      },
      { topic: 'state', payload: '{"is_paused":false}', isRetained: true },
    ]);
  });

  it('says how it is after all else, where it is known', async () => {
    health = readHealth(
      '{"waiting":0,"unanswered":0,"dropped":0,"storage":"memory","clock_source":"none","clock_offset_ms":null}',
    );
    await begin();
    expect(published.map(({ topic }) => topic)).toEqual(['capabilities', 'state', 'health']);
    expect(published[2]).toMatchObject({ isRetained: true });
    published = [];
    isBrokerThere = false;
    await begin();
    expect(published.map(({ topic }) => topic)).not.toContain('health');
  });

  it('says so again when what is on screen stops and goes on, and not twice the same', async () => {
    const remote = await begin();
    openSlides(remote);
    remote.handleEvent({ event: 'slider:pause' });
    remote.handleEvent({ event: 'slider:position', listIndex: 1 });
    remote.handleEvent({ event: 'slider:play' });
    expect(published.filter(({ topic }) => topic === 'state').map(({ payload }) => payload)).toEqual([
      '{"is_paused":false}',
      '{"is_paused":true}',
      '{"is_paused":false}',
    ]);
  });
});

describe('a command', () => {
  it('is answered when MSX did it, not when it was asked to', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next');
    expect(actions).toEqual([{ action: 'slider:next', data: undefined }]);
    expect(acks()).toEqual([]);
    remote.handleEvent({ event: 'slider:position', listIndex: 1 });
    expect(acks()).toEqual([{ command_id: 'swap_next', status: 'ok', error: null }]);
  });

  it('is an error where MSX does not do it in time', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next');
    await vi.advanceTimersByTimeAsync(5000);
    expect(acks()).toEqual([
      { command_id: 'swap_next', status: 'error', error: 'MSX did not do it within 5 s.' },
    ]);
  });

  it('says where an old MSX may not know the action', async () => {
    const remote = await begin({ build: 145 });
    openSlides(remote);
    await send(remote, 'swap_next');
    await vi.advanceTimersByTimeAsync(5000);
    expect(acks()[0]!.error).toContain('0.1.160');
  });

  it('waits for the one before', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next');
    await send(remote, 'swap_back');
    expect(actions.map(({ action }) => action)).toEqual(['slider:next']);
    remote.handleEvent({ event: 'slider:position', listIndex: 1 });
    expect(actions.map(({ action }) => action)).toEqual(['slider:next', 'slider:prev']);
  });

  it('that comes twice is done once and answered twice, also while it is under way', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next');
    await send(remote, 'swap_next');
    remote.handleEvent({ event: 'slider:position', listIndex: 1 });
    expect(acks()).toHaveLength(2);
    await send(remote, 'swap_next');
    expect(acks()).toHaveLength(3);
    expect(actions).toHaveLength(1);
  });

  it('that waits is not forgotten over a flood of others, and not done again', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next');
    for (let i = 0; i < 60; i++) await send(remote, 'swap_back', {}, `flood-${i}`);
    await send(remote, 'swap_next');
    remote.handleEvent({ event: 'slider:position', listIndex: 1 });
    const answers = acks().filter(({ command_id: id }) => id === 'swap_next');
    expect(answers.map(({ status }) => status)).toEqual(['ok', 'ok']);
    await send(remote, 'swap_next');
    expect(actions.map(({ action }) => action)).toEqual(['slider:next', 'slider:prev']);
    expect(JSON.parse(kept!)).toHaveLength(50);
  });

  it('that comes again after a restart is not done again, and answered as before', async () => {
    const first = await begin();
    openSlides(first);
    await send(first, 'swap_next');
    first.handleEvent({ event: 'slider:position', listIndex: 1 });
    await settled();
    const second = await begin();
    openSlides(second);
    await send(second, 'swap_next');
    expect(actions).toHaveLength(1);
    expect(acks().map(({ status }) => status)).toEqual(['ok', 'ok']);
  });

  it('that a restart cut off is answered by the next page, and not done again', async () => {
    const first = await begin();
    openSlides(first);
    await send(first, 'swap_next');
    const second = await begin();
    expect(acks()).toEqual([
      { command_id: 'swap_next', status: 'error', error: 'The plugin was started again before it was done.' },
    ]);
    await send(second, 'swap_next');
    expect(actions).toHaveLength(1);
  });

  it('is answered when the broker is back, where it was gone', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next');
    isBrokerThere = false;
    remote.handleEvent({ event: 'slider:position', listIndex: 1 });
    await settled();
    published = [];
    isBrokerThere = true;
    await begin();
    expect(acks()).toEqual([{ command_id: 'swap_next', status: 'ok', error: null }]);
  });

  it.each([
    ['on a TV that sleeps', 'app:sleep', /asleep/],
    ['on a TV that shows another app', 'app:suspend', /another app/],
  ])('%s is an error', async (_where, event, sentence) => {
    const remote = await begin();
    openSlides(remote);
    remote.handleEvent({ event });
    await send(remote, 'swap_next');
    expect(acks()[0]).toMatchObject({ status: 'error', error: expect.stringMatching(sentence) as string });
    expect(actions).toEqual([]);
  });

  it('of a list that is full of them is an error', async () => {
    const remote = await begin();
    openSlides(remote);
    for (let i = 0; i < 21; i++) await send(remote, 'swap_next', {}, `c${i}`);
    expect(acks()).toEqual([
      { command_id: 'c20', status: 'error', error: 'Too many commands wait for their turn.' },
    ]);
  });
});

describe('a reload', () => {
  it('is answered by the page that begins after it, and by none before', async () => {
    const first = await begin();
    await send(first, 'reload');
    expect(actions.map(({ action }) => action)).toEqual(['reload']);
    await send(first, 'reload');
    expect(acks()).toEqual([]);
    await begin();
    expect(acks()).toEqual([{ command_id: 'reload', status: 'ok', error: null }]);
  });

  it('that does not come about is an error, also for the next page', async () => {
    const first = await begin();
    await send(first, 'reload');
    await vi.advanceTimersByTimeAsync(5000);
    expect(acks()).toMatchObject([{ status: 'error' }]);
    published = [];
    const second = await begin();
    await send(second, 'reload');
    expect(acks()).toMatchObject([{ status: 'error' }]);
    expect(actions).toHaveLength(1);
  });
});

describe('what is turned', () => {
  it('is the slideshow where one is open, else the video or sound', async () => {
    const remote = await begin();
    openFilm(remote);
    await send(remote, 'set_paused', { paused: true }, 'a');
    remote.handleEvent({ event: 'video:pause' });
    openSlides(remote);
    await send(remote, 'set_paused', { paused: true }, 'b');
    expect(actions.map(({ action }) => action)).toEqual(['player:pause', 'slider:pause']);
  });

  it('need not be told what it is already', async () => {
    const remote = await begin();
    openSlides(remote, 3);
    await send(remote, 'set_paused', { paused: true });
    expect(acks()).toEqual([{ command_id: 'set_paused', status: 'ok', error: null }]);
    expect(actions).toEqual([]);
  });

  it('is nothing where nothing is on screen', async () => {
    const remote = await begin({ allowed: ['swap_next', 'stop', 'seek', 'goto'] });
    for (const [type, payload] of [
      ['swap_next', {}],
      ['stop', {}],
      ['seek', { position: 3 }],
      ['goto', { index: 1 }],
    ] as const)
      await send(remote, type, payload);
    expect(acks().map(({ status }) => status)).toEqual(['error', 'error', 'error', 'error']);
  });
});

describe('show_artwork', () => {
  const artwork = {
    post_id: 131,
    title: 'A {b}',
    storage_key: '123903b5-06e3-5d3a-b157-9726e5c07306',
    storage_shard: '03/38',
    native_format: 'webp',
  };
  const URL = 'http://tv.test/art/03/38/123903b5-06e3-5d3a-b157-9726e5c07306';

  it('builds the address, says who asked for it, and is done when the picture can be seen', async () => {
    const remote = await begin();
    await send(remote, 'show_artwork', artwork);
    expect(actions).toEqual([
      {
        action: `image:${URL}.webp`,
        data: {
          imageLabel: 'A {chr:#123}b{chr:#125}',
          properties: {
            'makapix:post_id': 131,
            'image:trigger': `execute:service:slider:silent:request:interaction:slide@${PLUGIN}`,
          },
        },
      },
    ]);
    expect(explained).toEqual([{ event: 'plugin:command', postId: 131 }]);
    remote.handleEvent({ event: 'slider:load', info: { url: `${URL}.webp` } });
    expect(acks()).toEqual([]);
    remote.handleData({ slider: { url: `${URL}.webp` } });
    expect(acks()[0]!.status).toBe('ok');
  });

  it('takes another format where the engine does not show WebP', async () => {
    const remote = await begin({ showsWebp: false });
    await send(remote, 'show_artwork', artwork);
    expect(actions[0]!.action).toBe(`image:${URL}.gif`);
  });

  it('goes by the opening of the picture where MSX does not say when it can be seen', async () => {
    const remote = await begin({ build: 151 });
    await send(remote, 'show_artwork', artwork);
    remote.handleEvent({ event: 'slider:load', info: { url: `${URL}.webp` } });
    expect(acks()[0]!.status).toBe('ok');
  });

  it('takes the address of the post only where it is of the owner', async () => {
    const remote = await begin({ artworkUrl: null });
    await send(remote, 'show_artwork', { post_id: 1, art_url: 'http://elsewhere.test/a.png' }, 'a');
    await send(remote, 'show_artwork', { post_id: 1, art_url: 'https://media.test:8443/a.png' }, 'b');
    expect(acks()).toMatchObject([{ command_id: 'a', status: 'unsupported' }]);
    expect(actions.map(({ action }) => action)).toEqual(['image:https://media.test:8443/a.png?device_id=TV']);
  });
});

describe('what may be done', () => {
  const media = { url: 'http://tv.test/f.mp4', kind: 'video' };

  it('is, unless the owner says otherwise, all but what plays media', async () => {
    const remote = await begin();
    await send(remote, 'play_media', media);
    expect(acks()[0]).toMatchObject({
      status: 'unsupported',
      error: expect.stringContaining('"remote"') as string,
    });
  });

  it('is what the owner lists, and nothing else', async () => {
    const remote = await begin({ allowed: ['play_media'] });
    openSlides(remote);
    await send(remote, 'swap_next');
    await send(remote, 'play_media', media);
    expect(acks()[0]!.status).toBe('unsupported');
    expect(actions.map(({ action }) => action)).toEqual(['video:http://tv.test/f.mp4?device_id=TV']);
  });

  it.each(['toString', 'constructor', '__proto__', 'set_brightness'])('is no "%s"', async (type) => {
    const remote = await begin();
    await send(remote, type);
    expect(acks()).toMatchObject([{ command_id: type, status: 'unsupported' }]);
  });

  it('is nothing that MSX below 0.1.146 does not know of positions', async () => {
    const remote = await begin({ allowed: ['seek'], build: 145 });
    openFilm(remote);
    await send(remote, 'seek', { position: 3 });
    expect(acks()[0]).toMatchObject({
      status: 'unsupported',
      error: 'It needs MSX 0.1.146; this TV has 0.1.145.',
    });
  });
});

describe('properties of media', () => {
  it('are what they say of themselves', async () => {
    const remote = await begin({ allowed: ['play_media'] });
    const properties = { 'makapix:post_id': 7, 'makapix:channel': 'promoted', 'resume:position': 12 };
    await send(remote, 'play_media', {
      url: 'http://tv.test/a.mp3',
      kind: 'audio',
      title: 'A',
      duration: 60,
      properties,
    });
    expect(actions[0]!.data).toEqual({
      playerLabel: 'A',
      background: null,
      properties: { ...properties, 'progress:duration': 60 },
    });
    remote.handleEvent({ event: 'video:load', info: { url: 'http://tv.test/a.mp3?device_id=TV' } });
    remote.handleEvent({ event: 'video:play' });
    expect(acks()[0]!.status).toBe('ok');
  });

  it.each(['trigger:load', 'button:info:action', 'control:action', 'makapix:X', 'image:trigger'])(
    'are no "%s", which MSX would run',
    async (name) => {
      const remote = await begin({ allowed: ['play_media'] });
      await send(remote, 'play_media', {
        url: 'http://tv.test/a.mp3',
        kind: 'audio',
        properties: { [name]: 'video:http://evil.test/' },
      });
      expect(acks()[0]!.status).toBe('error');
      expect(actions).toEqual([]);
    },
  );
});

describe('a page', () => {
  const url = 'http://tv.test/a.json';
  const request = `page:${url}`;

  it('is open when MSX has got it from the plugin', async () => {
    const remote = await begin();
    await send(remote, 'open_page', { url });
    expect(actions[0]!.action).toBe(
      `[content:request:interaction:${request}@${PLUGIN}|execute:service:request:interaction:ran@${PLUGIN}]`,
    );
    remote.handleEvent({ event: 'plugin:asked', dataId: request });
    remote.handleEvent({ event: 'plugin:answered', dataId: 'ran' });
    expect(acks()).toEqual([]);
    remote.handleEvent({ event: 'plugin:answered', dataId: request });
    expect(acks()[0]!.status).toBe('ok');
  });

  it('is open, too, when MSX did not have to ask for it', async () => {
    const remote = await begin();
    await send(remote, 'open_page', { url });
    remote.handleEvent({ event: 'plugin:answered', dataId: 'ran' });
    expect(acks()[0]!.status).toBe('ok');
  });

  it('that cannot be had is an error, and the trouble of another page is not', async () => {
    const remote = await begin();
    await send(remote, 'open_page', { url });
    remote.handleEvent({ event: 'plugin:asked', dataId: request });
    remote.handleEvent({ event: 'plugin:answered', dataId: 'page:http://tv.test/b.json', isProblem: true });
    expect(acks()).toEqual([]);
    remote.handleEvent({ event: 'plugin:answered', dataId: request, isProblem: true });
    expect(acks()[0]).toMatchObject({
      status: 'error',
      error: expect.stringContaining('cannot be had') as string,
    });
  });
});

describe('a notice', () => {
  it('is shown as it is, as long as it is to be', async () => {
    const remote = await begin();
    await send(remote, 'show_notice', { text: 'a|b [c] {d}', seconds: 12 });
    const notice = 'info:a{pipe}b [c] {chr:#123}d{chr:#125}';
    expect(actions[0]!.action).toBe(
      `[${notice}|delay:notice5:5:${notice}|delay:notice10:10:${notice}|execute:service:request:interaction:ran@${PLUGIN}]`,
    );
    remote.handleEvent({ event: 'plugin:answered', dataId: 'ran' });
    expect(acks()[0]!.status).toBe('ok');
  });

  it.each([{ text: '' }, { text: 'x'.repeat(201) }, { text: 'x', seconds: 61 }, { text: 5 }])(
    'of %j is an error',
    async (payload) => {
      const remote = await begin();
      await send(remote, 'show_notice', payload);
      expect(acks()[0]!.status).toBe('error');
    },
  );
});

describe('a moment to do it at', () => {
  it('is kept, counted from when the command was sent', async () => {
    const remote = await begin();
    openSlides(remote);
    times = { nowMs: NOW + 400, isMeasured: true }; // a host's clock has whole seconds
    await send(remote, 'swap_next', { at: NOW + 3000 });
    await vi.advanceTimersByTimeAsync(2999);
    expect(actions).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(actions).toHaveLength(1);
  });

  it('is counted by the measured clock where the command was long under way', async () => {
    const remote = await begin();
    openSlides(remote);
    times = { nowMs: NOW + 60_000, isMeasured: true };
    await send(remote, 'swap_next', { at: NOW + 61_000 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(actions).toHaveLength(1);
  });

  it('that has passed is now', async () => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next', { at: NOW - 5000 });
    expect(actions).toHaveLength(1);
  });

  it('is waited for by so many commands, and no more', async () => {
    const remote = await begin();
    openSlides(remote);
    for (let i = 0; i < 30; i++) await send(remote, 'swap_next', { at: NOW + 60_000 }, `c${i}`);
    expect(acks()).toHaveLength(10);
    expect(acks()[0]).toMatchObject({
      command_id: 'c20',
      error: expect.stringContaining('Too many') as string,
    });
  });

  it.each([
    ['too far ahead', NOW + 700_000, /ten minutes/],
    ['no moment', '12:00', /in ms/],
  ])('is refused where it is %s', async (_what, at, sentence) => {
    const remote = await begin();
    openSlides(remote);
    await send(remote, 'swap_next', { at });
    expect(acks()[0]).toMatchObject({ status: 'error', error: expect.stringMatching(sentence) as string });
  });
});

describe('a message that cannot be read', () => {
  it.each([
    ['no JSON', '{"command_id":"x", "command_type"', 'x'],
    [
      'too long',
      JSON.stringify({ command_id: 'x', command_type: 'reload', payload: { a: 'a'.repeat(9000) } }),
      'x',
    ],
    [
      'a payload that is a list',
      JSON.stringify({ command_id: 'x', command_type: 'reload', payload: [] }),
      'x',
    ],
    ['no type', JSON.stringify({ command_id: 'x' }), 'x'],
    ['no ID', JSON.stringify({ command_type: 'reload' }), null],
    ['an ID that is none', JSON.stringify({ command_id: '<x>', command_type: 'reload' }), null],
  ])('(%s) does nothing', async (_what, text, answered) => {
    const remote = await begin();
    remote.message('command', text);
    await settled();
    expect(actions).toEqual([]);
    expect(notices.map(({ code }) => code)).toEqual(['command-unreadable']);
    expect(acks().map(({ command_id: id, status }) => [id, status])).toEqual(
      answered === null ? [] : [[answered, 'error']],
    );
  });
});

describe("Makapix's own commands", () => {
  it('are all of them read, and answered', async () => {
    expect(RECORDED.length).toBeGreaterThan(8);
    const remote = await begin();
    openSlides(remote);
    for (const text of RECORDED) {
      remote.message('command', text);
      await settled();
      await vi.advanceTimersByTimeAsync(5000);
    }
    const ids = RECORDED.map((text) => (JSON.parse(text) as { command_id: string }).command_id);
    expect(acks().map(({ command_id: id }) => id)).toEqual(ids);
    expect(acks().filter(({ status }) => status === 'unsupported')).toEqual([]);
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'slider:next',
        'slider:pause',
        'image:http://tv.test/art/03/38/123903b5-06e3-5d3a-b157-9726e5c07306.webp',
        `slideshow:request:interaction:channel-slides:promoted@${PLUGIN}`,
        `slideshow:request:interaction:channel-slides:hashtag:cats@${PLUGIN}`,
        `slideshow:request:interaction:channel-slides:reactions:gb@${PLUGIN}`,
      ]),
    );
  });
});

describe('10,000 hostile commands', () => {
  const TYPES = [
    'swap_next', 'swap_back', 'set_paused', 'show_artwork', 'play_channel', 'play_playset', 'reload', 'show_notice',
    'open_page', 'play_media', 'open_playlist', 'stop', 'seek', 'goto',
  ]; // prettier-ignore
  const EVIL = [
    'http://evil.test/', 'http://tv.test@evil.test/', 'http://tv.test\\@evil.test/', '//evil.test/', 'http:evil.test',
    'http://tv.test/|video:http://evil.test/x', 'http://tv.test/>x', 'http://tv.test.evil.test/', 'javascript:alert(1)',
    'http://tv.test/[link:http://evil.test/]', 'http://{HOST}.evil.test/', 'plugin:http://evil.test/', 'resolve:http://evil.test/',
    'http://tv.test/x\nlink:http://evil.test', 'HTTP://TV.TEST:80/ok.json', 'http://tv.test/{pipe}link:http://evil.test/', '../evil', 'a/../../b',
    'x@http://evil.test/', '+all', 'all@http://evil.test/p.html', 'data:text/html,x', 'http://tv.test/a b', 'http://tv.test:80@evil.test/',
  ]; // prettier-ignore
  const value = fc.oneof(
    fc.constantFrom<unknown>(...EVIL, ...OWN, 'hashtag', 'by_user', 'promoted', 'video', 'audio', 'image', true, null, -1, 1, 0, 2 ** 53),
    fc.string(),
    fc.double(),
    fc.array(fc.dictionary(fc.constantFrom('type', 'name', 'identifier'), fc.constantFrom(...EVIL, 'user', 'hashtag'))),
    fc.dictionary(fc.constantFrom('trigger:load', 'makapix:post_id', 'resume:position', '__proto__'), fc.constantFrom(...EVIL, '7')),
  ); // prettier-ignore
  const payload = fc.dictionary(
    fc.constantFrom(
      'url', 'art_url', 'image_url', 'kind', 'title', 'label', 'text', 'seconds', 'paused', 'post_id', 'storage_key', 'storage_shard',
      'native_format', 'channel_name', 'hashtag', 'user_sqid', 'channels', 'position', 'index', 'properties', 'duration', '__proto__',
    ),
    value,
  ); // prettier-ignore

  /** The addresses of all that an action, or what goes along with it, would have MSX ask for. */
  const foreignIn = (text: string): string[] =>
    (text.match(/(?:https?:|\/\/|javascript:|data:)[^\s|"\]]*/gi) ?? []).filter((url) => {
      const start = url.startsWith('//') ? `http:${url}` : url;
      return !OWN.includes(originOf(start) ?? 'none');
    });

  it('make MSX ask for no foreign address, and run nothing but what the command is', async () => {
    const remote = await begin({ allowed: TYPES });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TYPES), payload, fc.boolean(), async (type, fields, isOpen) => {
        actions = [];
        if (isOpen) openSlides(remote);
        else openFilm(remote);
        await send(remote, type, fields, `c${sent++}`);
        for (const { action, data } of actions) {
          expect(action).toMatch(
            /^(?:slider|player):(?:next|prev|goto:(?:next|prev|index:\d+)|pause|play|stop|seek:\d+)$|^reload$|^\[info:|^\[?(?:image|audio|video):https?:|^\[?(?:content|playlist|slideshow):request:interaction:/,
          );
          if (!action.startsWith('[info:')) {
            expect(foreignIn(action)).toEqual([]);
            expect(action.split('|')).toHaveLength(action.startsWith('[') ? 2 : 1);
          } else
            expect(
              action
                .split('|')
                .every((one) =>
                  /^\[?(?:info:|delay:notice\d+:\d+:info:|execute:service:request:interaction:ran@)/.test(
                    one,
                  ),
                ),
            ).toBe(true);
          const { background = null, properties = {} } = (data ?? {}) as {
            background?: string | null;
            properties?: Record<string, unknown>;
          };
          expect(background === null || OWN.includes(originOf(background) ?? '')).toBe(true);
          for (const name of Object.keys(properties)) {
            expect(name).toMatch(/^(?:makapix:[a-z_]+|resume:position|progress:duration|image:trigger)$/);
            if (name === 'image:trigger') expect(foreignIn(String(properties[name]))).toEqual([]);
          }
        }
        await vi.advanceTimersByTimeAsync(5000);
        remote.handleEvent({ event: 'slider:stop' });
        remote.handleEvent({ event: 'video:stop' });
      }),
      { numRuns: 10_000 },
    );
    expect(sent).toBeGreaterThanOrEqual(10_000);
  }, 120_000);
});
