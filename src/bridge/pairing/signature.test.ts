import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLinkSigner, withSignature } from './createLinkSigner.js';
import { newCode, readCode } from './pairingCode.js';
import { endOfLinks } from './signature.js';

const DAY_MS = 24 * 60 * 60_000;
const clock = { nowMs: 1_764_000_000_000 };
const tokens = new Map([
  ['msx_a', 'hash-a'],
  ['msx_b', 'hash-b'],
]);
const signerWith = (key: string) =>
  createLinkSigner({
    key,
    tokenHashOf: (playerId) => Promise.resolve(tokens.get(playerId) ?? null),
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
  });
const signer = signerWith('key');
const sign = async (playerId: string, address: string) => (await signer.signFor(playerId))!(address);

const word = fc
  .stringMatching(/^[a-z0-9%.]{1,8}$/)
  .filter((text) => !['device_id', 'sig', 'v', 't'].includes(text));
const pair = fc.tuple(word, word).map(([name, value]) => `${name}=${value}`);
const address = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), fc.array(pair, { maxLength: 3 }))
  .map(([path, query]) => `/${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`);

it('opens its own address, for the TV that it is for, whatever the plugin and MSX add', async () => {
  await fc.assert(
    fc.asyncProperty(address, async (one) => {
      const signature = await sign('msx_a', one);
      const signed = withSignature(`http://tv.local:8080${one}`, () => signature);
      const asked = `${signed.replace('http://tv.local:8080', '')}&device_id=x%20y&v=0.1.163&t=77`;
      expect(await signer.check(asked, signature)).toEqual({ playerId: 'msx_a' });
    }),
  );
});

it('opens nothing else: no other address, no other TV, no later time, no other key', async () => {
  const changes = {
    player: (text: string) => text.replace('msx_a', 'msx_b'),
    nobody: (text: string) => text.replace('msx_a', 'msx_c'),
    time: (text: string) => text.replace(/\.(\d+)\./, (_all, hour) => `.${Number(hour) + 1}.`),
    mac: (text: string) => text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
  };
  await fc.assert(
    fc.asyncProperty(address, address, pair, async (one, other, more) => {
      const signature = await sign('msx_a', one);
      if (one !== other) expect(await signer.check(other, signature)).toBe('wrong');
      expect(await signer.check(`${one}${one.includes('?') ? '&' : '?'}${more}`, signature)).toBe('wrong');
      for (const change of Object.values(changes))
        expect(await signer.check(one, change(signature))).toBe('wrong');
      expect(await signerWith('another').check(one, signature)).toBe('wrong');
    }),
  );
});

it.each([undefined, '', 'x', 'msx_a.1', ['a', 'b'], 'msx_a.498000.short', `msx_a.0x1.${'A'.repeat(22)}`])(
  'what is no signature is none: %j',
  async (text) => {
    expect(await signer.check('/x', text)).toBe(text === undefined ? 'unsigned' : 'wrong');
  },
);

it('is good for a day and up to six hours more, and the same within six hours', async () => {
  const before = clock.nowMs;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (nowMs) => {
      const lasts = endOfLinks(nowMs) - nowMs;
      return lasts >= DAY_MS && lasts <= 1.25 * DAY_MS;
    }),
  );
  const signature = await sign('msx_a', '/x');
  clock.nowMs += 60_000;
  expect(await sign('msx_a', '/x')).toBe(signature);
  clock.nowMs = endOfLinks(before) - 1;
  expect(await signer.check('/x', signature)).toEqual({ playerId: 'msx_a' });
  clock.nowMs = endOfLinks(before);
  expect(await signer.check('/x', signature)).toBe('expired');
  clock.nowMs = before;
});

it('ends with the token: at once where that is told, else within seconds', async () => {
  const [one, other] = [signerWith('key'), signerWith('key')];
  const signature = (await one.signFor('msx_b'))!('/x');
  expect(await other.check('/x', signature)).toEqual({ playerId: 'msx_b' });
  tokens.set('msx_b', 'hash-b2');
  one.forget('msx_b');
  expect(await one.check('/x', signature)).toBe('wrong');
  clock.nowMs += 5000;
  expect(await other.check('/x', signature)).toBe('wrong');
  tokens.delete('msx_b');
  one.forget('msx_b');
  expect([await one.signFor('msx_b'), await one.isPaired('msx_b')]).toEqual([null, false]);
});

it('is asked for anew after the database has failed', async () => {
  let fails = true;
  const failing = createLinkSigner({
    key: 'key',
    tokenHashOf: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve('hash')),
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
  });
  await expect(failing.signFor('msx_a')).rejects.toThrow('away');
  fails = false;
  expect(await failing.isPaired('msx_a')).toBe(true);
});

it('a picture of the vault may be asked for with another ending, no other file may', async () => {
  const signature = await sign('msx_a', '/vault/ab/cd/key.webp');
  expect(await signer.check(`/vault/ab/cd/key.gif?sig=${signature}`, signature)).toEqual({
    playerId: 'msx_a',
  });
  expect(await signer.check('/vault/ab/cd/other.webp', signature)).toBe('wrong');
  expect(await signer.check('/gallery/a.jpg', await sign('msx_a', '/gallery/a.png'))).toBe('wrong');
});

it('a code has six letters that nobody takes for another, and is read in whatever spelling', () => {
  const codes = Array.from({ length: 1000 }, newCode);
  expect(codes.filter((code) => !/^[A-Z2-9]{6}$/.test(code) || /[OIL]/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBe(1000);
  for (const code of codes.slice(0, 20))
    expect(readCode(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)).toBe(code);
  for (const wrong of ['ABC23', 'ABC2345', 'ABC0DE', 'ABCODE', 'ABC1DE', 'ABCLDE', 'ÄBCDEF', '', 7, null])
    expect(readCode(wrong)).toBeNull();
});
