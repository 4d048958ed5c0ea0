import { describe, expect, it } from 'vitest';
import type { Json } from '../msx/json.js';
import { parseConfig } from './parseConfig.js';
import { configFileOf } from './configFile.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';

const KEY = '550e8400-e29b-41d4-a716-446655440000';
const parse = (file: unknown) => parseConfig(JSON.parse(JSON.stringify(file)) as Json);

describe('parseConfig', () => {
  it('gives every key its default where the file says nothing', () => {
    expect(parse({})).toEqual({ settings: DEFAULT_SETTINGS, notices: [] });
    expect(parse({ menu: null, broker: null, origins: null, playerKeys: null })).toEqual({
      settings: DEFAULT_SETTINGS,
      notices: [],
    });
  });

  it('takes every key', () => {
    const file = {
      menu: 'http://host/menu.json',
      tagging: 'deep',
      origins: ['https://media.example:443', 'HTTP://Cdn.Example/', 'http://[::1]:8080'],
      untagged: ['https://bucket.example/*', 'HTTP://own:80/signed/a?key=', 'https://bucket.example'],
      tagImages: true,
      menuCache: false,
      ownPages: false,
      history: false,
      remote: ['swap_next', 'play_media'],
      artworkUrl: 'https://vault.example/{storage_shard}/{storage_key}.{format}',
      channels: ['promoted', { channel: 'hashtag:cats', label: 'Cats' }],
      reaction: '❤️',
      playback: true,
      registration: 'https://host:8080/api/player',
      broker: { url: 'wss://broker.example:8884/mqtt', username: 'me', password: 'secret' },
      playerKey: KEY,
      playerKeys: { 'a.b-c_D': KEY, '__proto__x': KEY },
      firmwareVersion: '2.1.0',
      heartbeatMs: 30_000,
      views: {
        minDwellMs: 0,
        repeatMs: 30_000,
        intervalMs: 1,
        maxQueued: 1,
        requestAck: false,
        queuedTimestamps: 'refresh',
        channel: 'promoted',
      },
    };
    expect(parse(file)).toEqual({
      settings: { ...file, origins: ['https://media.example', 'http://cdn.example', 'http://[::1]:8080'] },
      notices: [],
    });
  });

  it('takes values up to their bounds', () => {
    const file = { firmwareVersion: 'x'.repeat(50), heartbeatMs: 1000 };
    expect(parse(file)).toEqual({ settings: { ...DEFAULT_SETTINGS, ...file }, notices: [] });
    expect(parse({ heartbeatMs: 86_400_000 }).notices).toEqual([]);
  });

  it.each([
    ['menu', { menu: 3 }],
    ['menu', { menu: '' }],
    ['menu', { menu: 'user:http://own/menu.json' }],
    ['menu', { menu: 'request:interaction:init@http://own/other.html' }],
    ['menu', { menu: 'menu:http://own/menu.json' }],
    ['menu', { menu: 'javascript:alert(1)' }],
    ['tagging', { tagging: 'Deep' }],
    ['tagImages', { tagImages: 'yes' }],
    ['broker', { broker: 'wss://host' }],
    ['broker.url', { broker: { url: 'http://host' } }],
    ['broker.url', { broker: { url: 'wss://user:pass@host/' } }],
    ['broker.url', { broker: { url: 'wss://' } }],
    ['broker.url', { broker: { url: [] } }],
    ['broker.url', { broker: { url: ['wss://host', 'http://host'] } }],
    ['broker.url', { broker: { url: ['wss://host', null] } }],
    ['broker.url', { broker: { url: Array(6).fill('wss://host') } }],
    ['broker.username', { broker: { username: 1 } }],
    ['broker.password', { broker: { password: ['x'] } }],
    ['registration', { registration: 'host/api/player' }],
    ['registration', { registration: 'http://user@host/api/player' }],
    ['registration', { registration: 'http://host/api/player/' }],
    ['registration', { registration: 'http://host/api/player?x=1' }],
    ['playerKey', { playerKey: '550e8400' }],
    ['playerKeys', { playerKeys: [KEY] }],
    ['playerKeys.tv', { playerKeys: { tv: 'x' } }],
    ['origins', { origins: 'http://host' }],
    ['origins[0]', { origins: ['http://host/path'] }],
    ['origins[0]', { origins: ['http://user@host'] }],
    ['origins[0]', { origins: ['*'] }],
    ['origins[0]', { origins: ['host'] }],
    ['untagged', { untagged: 'https://bucket.example/*' }],
    ['untagged[0]', { untagged: ['*'] }],
    ['untagged[0]', { untagged: ['bucket.example'] }],
    ['untagged[0]', { untagged: ['https://*.example/'] }],
    ['untagged[0]', { untagged: ['https://bucket.example*'] }],
    ['untagged[0]', { untagged: ['https://bucket.example/*/signed'] }],
    ['untagged[0]', { untagged: ['https://bucket.example/#top'] }],
    ['firmwareVersion', { firmwareVersion: 2 }],
    ['firmwareVersion', { firmwareVersion: '' }],
    ['firmwareVersion', { firmwareVersion: 'x'.repeat(51) }],
    ['heartbeatMs', { heartbeatMs: 999 }],
    ['heartbeatMs', { heartbeatMs: 86_400_001 }],
    ['heartbeatMs', { heartbeatMs: 1000.5 }],
    ['heartbeatMs', { heartbeatMs: '120000' }],
    ['views', { views: 5 }],
    ['views.minDwellMs', { views: { minDwellMs: -1 } }],
    ['views.minDwellMs', { views: { minDwellMs: 1.5 } }],
    ['views.maxQueued', { views: { maxQueued: 0 } }],
    ['views.requestAck', { views: { requestAck: 1 } }],
    ['views.queuedTimestamps', { views: { queuedTimestamps: true } }],
    ['views.channel', { views: { channel: 'mine' } }],
    ['', []],
    ['', 'text'],
  ])('names %s, says what was expected, and keeps the rest: %j', (key, file) => {
    const { settings, notices } = parse(
      Array.isArray(file) || typeof file === 'string' ? file : { ...file, x: undefined },
    );
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ code: 'config-key-invalid', level: 'error' });
    expect(notices[0]!.message).toMatch(
      new RegExp(`^"${key.replace(/[[\]."]/g, '\\$&')}" in the configuration must be \\S+`),
    );
    expect(settings).toEqual(DEFAULT_SETTINGS);
  });

  it('keeps the good entries of a list that has a bad one', () =>
    expect(parse({ origins: ['x', 'http://own'], playerKeys: { a: 'x', b: KEY } }).settings).toMatchObject({
      origins: ['http://own'],
      playerKeys: { b: KEY },
    }));

  it('names keys that mean nothing', () => {
    expect(
      parse({ Menu: 'x', broker: { uri: 'x' }, toString: 'x' }).notices.map(({ code, message }) => [
        code,
        message.split(' ')[0],
      ]),
    ).toEqual([
      ['config-key-unknown', '"Menu"'],
      ['config-key-unknown', '"broker.uri"'],
      ['config-key-unknown', '"toString"'],
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const { notices } = parse({
      broker: { password: { p: 'hunter2' }, url: 'x://me:hunter2@h' },
      playerKey: 'hunter2',
    });
    expect(JSON.stringify(notices)).not.toContain('hunter2');
  });

  it('gives each call settings of its own', () => {
    parse({}).settings.views.minDwellMs = 1;
    parse({}).settings.origins.push('http://x');
    parse({}).settings.untagged.push('http://x');
    expect(parse({}).settings).toEqual(DEFAULT_SETTINGS);
  });
});

describe('configFileOf', () => {
  it.each([
    ['', 'plugin.config.json'],
    ['?config=kitchen', 'kitchen.config.json'],
    ['?x=1&config=tv-2', 'tv-2.config.json'],
    ['?menu=http://evil.example/&broker=wss://evil.example', 'plugin.config.json'],
    ['?myconfig=x', 'plugin.config.json'],
    ['?a=/b/c', 'plugin.config.json'],
  ])('%j takes %s', (query, file) => expect(configFileOf(query)).toEqual({ file, isWrong: false }));

  it.each(['..%2Fevil', '../evil', 'http://evil.example/x', 'Kitchen', '', 'a'.repeat(65), 'a.b', 'a%00'])(
    '%j is no name',
    (name) => expect(configFileOf(`?config=${name}`)).toEqual({ file: 'plugin.config.json', isWrong: true }),
  );
});
