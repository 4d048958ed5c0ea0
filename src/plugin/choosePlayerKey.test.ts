import { describe, expect, it } from 'vitest';
import { choosePlayerKey } from './choosePlayerKey.js';

const KEY = '550e8400-e29b-41d4-a716-446655440000';
const OTHER = '650e8400-e29b-41d4-a716-446655440000';

function keepOf(values: Record<string, string>) {
  return {
    values,
    read: (key: string) => Promise.resolve(values[key] ?? null),
    write: (key: string, value: string) => {
      values[key] = value;
      return Promise.resolve();
    },
  };
}

describe('choosePlayerKey', () => {
  it('takes the key that a server gave, whatever else there is', async () => {
    const settings = { playerKeys: { tv: KEY }, playerKey: OTHER };
    expect(await choosePlayerKey(settings, 'tv', keepOf({}), KEY)).toEqual({ key: KEY, source: 'paired' });
  });

  it('takes the device’s own key first, then the one for this page', async () => {
    const settings = { playerKeys: { tv: KEY }, playerKey: OTHER };
    expect(await choosePlayerKey(settings, 'tv', keepOf({}))).toEqual({ key: KEY, source: 'playerKeys' });
    expect(await choosePlayerKey(settings, 'other tv', keepOf({}))).toEqual({
      key: OTHER,
      source: 'playerKey',
    });
    expect(await choosePlayerKey(settings, 'toString', keepOf({}))).toEqual({
      key: OTHER,
      source: 'playerKey',
    });
    expect(await choosePlayerKey(settings, null, keepOf({}))).toEqual({ key: OTHER, source: 'playerKey' });
  });
  it('has it in lower case, however the configuration spells it', async () => {
    const settings = { playerKeys: { tv: KEY.toUpperCase() }, playerKey: OTHER.toUpperCase() };
    expect(await choosePlayerKey(settings, 'tv', keepOf({}))).toMatchObject({ key: KEY });
    expect(await choosePlayerKey(settings, null, keepOf({}))).toMatchObject({ key: OTHER });
  });
  it('else makes one from the device ID, always the same', async () => {
    const keep = keepOf({});
    const { key, source } = await choosePlayerKey({ playerKeys: {}, playerKey: null }, 'tv', keep);
    // uuid5(NAMESPACE_URL, 'msx:device:tv'), computed with Python's uuid module
    expect({ key, source }).toEqual({ key: 'c1405a30-f04f-5468-825e-a575e21bb5da', source: 'device' });
    expect(keep.values).toEqual({});
  });
  it('else makes a random one, and keeps it', async () => {
    const keep = keepOf({});
    const none = { playerKeys: {}, playerKey: null };
    const first = await choosePlayerKey(none, null, keep);
    expect(first).toMatchObject({
      source: 'random',
      key: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as string,
    });
    expect(await choosePlayerKey(none, null, keep)).toEqual(first);
    expect((await choosePlayerKey(none, null, keepOf({}))).key).not.toBe(first.key);
  });
});
