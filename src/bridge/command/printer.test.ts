import { describe, expect, it } from 'vitest';
import { printer } from './printer.js';

function printed(typed: (string | undefined)[], line: string): string {
  const lines: string[] = [];
  printer(typed, (one) => lines.push(one))(line);
  return lines.join();
}

describe('a line that is printed', () => {
  it('steers nothing', () => expect(printed([], 'a\u001b[2J\u2066\u200e')).toBe('a\\u001b[2J\\u2066\\u200e'));

  it.each(['postgres://u:se/cret@h/db', 'mqtts://u:p#w?x@h', '--database=postgres://u:pa:ss@h/db'])(
    'does not repeat the password of %s, which an error of a library may quote',
    (word) => {
      const address = word.replace('--database=', '');
      expect(printed([word], `Invalid URL: ${address}`)).toMatch(/^Invalid URL: \w+:\/\/u:…@h(?:\/db)?$/);
    },
  );

  it('leaves what holds no password as it is', () =>
    expect(printed(['a"b'], '{"a":"a\\"b"}')).toBe('{"a":"a\\"b"}'));

  it('does not repeat it in a line of JSON either, where it is spelled otherwise', () => {
    const address = 'postgres://u:a"b\\c\nd@h/db';
    const line = printed([address], JSON.stringify({ msg: `Invalid URL: ${address}` }));
    expect(JSON.parse(line)).toEqual({ msg: 'Invalid URL: postgres://u:…@h/db' });
  });
});
