import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactIn } from './redact.js';

describe('an address that is shown', () => {
  it.each([
    ['postgres://u:secret@h:5432/db', 'postgres://u:…@h:5432/db'],
    ['postgres://u:se/cret@h/db', 'postgres://u:…@h/db'],
    ['postgres://u:p#w?x@h/db', 'postgres://u:…@h/db'],
    ['postgres://u:pa:ss@h', 'postgres://u:…@h'],
    ['postgres://u:p@ss@h', 'postgres://u:…@h'],
    ['postgresql://u:a/b@[::1]:5432/db', 'postgresql://u:…@[::1]:5432/db'],
    ['postgres://:secret@h/db', 'postgres://:…@h/db'],
    ['postgres://u@h/db', 'postgres://u@h/db'],
    ['postgres://h/db', 'postgres://h/db'],
    ['postgres://h/db?password=secret', 'postgres://h/db?…'],
    ['postgres://u:secret@h/db?password=secret&user=x', 'postgres://u:…@h/db?…'],
    ['postgres://h/db?user=u:a&password=sec@ret', 'postgres://h/db?…'],
    ['postgres://h:5432/db?password=sec@ret', 'postgres://h:…'],
    ['postgres://h:5432?password=sec@ret', 'postgres://h:…'],
    ['wss://h/mqtt?token=secret', 'wss://h/mqtt?…'],
    ['wss://h/mqtt#secret', 'wss://h/mqtt#…'],
    ['mqtt://h:1883', 'mqtt://h:1883'],
    ['u:secret@h', 'u:…@h'],
    ['/srv/media/bridge.db', '/srv/media/bridge.db'],
    ['/srv/a:b@c/#1?', '/srv/a:b@c/#1?'],
    ['C:\\a@b', 'C:\\a@b'],
    [':memory:', ':memory:'],
  ])('%s is %s', (address, shown) => expect(redact(address)).toBe(shown));

  it('never holds the password, whatever that is made of', () =>
    fc.assert(
      fc.property(
        fc
          .string({
            unit: fc.constantFrom(...Array.from('ab:/?#@%&=\\ 1.[]\n')),
            minLength: 1,
            maxLength: 12,
          })
          .map((text) => `X${text}Y`),
        fc.constantFrom('', '/db', ':5432/db', ':5432/db?ssl=1', '/db?x=@'),
        (password, rest) => {
          const shown = redact(`postgres://user:${password}@host${rest}`);
          expect(shown).not.toMatch(/[XY]/);
        },
      ),
    ));

  it.each(['postgres://u:se/cret@h', '--data=postgres://u:se/cret@h'])(
    'is shown so in a sentence that quotes %s',
    (word) =>
      expect(redactIn('No "postgres://u:se/cret@h".', ['--port', '', undefined, word])).toBe(
        'No "postgres://u:…@h".',
      ),
  );
});
