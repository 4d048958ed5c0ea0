import { describe, expect, it } from 'vitest';
import { readCommandLine } from './options.js';

describe('the command line', () => {
  it('listens on port 8080 of every address unless told otherwise', () => {
    expect(readCommandLine([])).toEqual({ port: 8080, host: '0.0.0.0', help: false });
  });

  it('takes a port and an address', () => {
    expect(readCommandLine(['--port', '9000', '--host=127.0.0.1'])).toMatchObject({
      port: 9000,
      host: '127.0.0.1',
    });
  });

  it.each(['x', '-1', '65536', '80.5', '', '0x50'])('refuses the port "%s" in one sentence', (port) => {
    expect(() => readCommandLine([`--port=${port}`])).toThrow(
      `--port must be a number from 0 to 65535, not "${port}".`,
    );
  });

  it.each([['--prot', '9000'], ['--port'], ['9000']])('refuses %s and points to --help', (...argv) => {
    expect(() => readCommandLine(argv)).toThrow(/^[^.\n]+: see --help for the options\.$/);
  });
});
