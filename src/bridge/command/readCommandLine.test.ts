import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_ALERTS } from '../alerts/alertSettings.js';
import { readCommandLine } from './readCommandLine.js';

describe('the command line', () => {
  it('listens on port 8080 of every address unless told otherwise', () => {
    expect(readCommandLine([])).toEqual({
      alerts: NO_ALERTS,
      port: 8080,
      host: '0.0.0.0',
      media: undefined,
      data: undefined,
      database: undefined,
      thumbnails: undefined,
      idleTimeoutMs: 1_800_000,
      trusted: [],
      brokerNodes: undefined,
      mqttPort: undefined,
      shared: undefined,
      auth: 'open',
      attemptsPerMinute: 10,
      hostNames: [],
      keepViewsMs: null,
      log: 'text',
      help: false,
    });
  });

  it('takes a port and an address', () => {
    expect(readCommandLine(['--port', '9000', '--host=127.0.0.1'])).toMatchObject({
      port: 9000,
      host: '127.0.0.1',
    });
  });

  it('keeps its data in the home folder once it has media of its own', () => {
    expect(readCommandLine(['--media', 'a/b'])).toMatchObject({
      media: resolve('a/b'),
      data: join(homedir(), '.msx-bridge'),
    });
    expect(readCommandLine(['--media=a', '--data=d'])).toMatchObject({ data: resolve('d') });
  });

  it('keeps small copies of pictures beside the database unless told otherwise', () => {
    const own = join(homedir(), '.msx-bridge', '.thumbnails');
    expect(readCommandLine(['--media', 'a']).thumbnails).toBe(own);
    expect(readCommandLine(['--media=a', '--data=d']).thumbnails).toBe(resolve('d/.thumbnails'));
    expect(readCommandLine(['--media=a', '--data=postgres://localhost/x']).thumbnails).toBe(own);
    expect(readCommandLine(['--media=a', '--no-thumbnails']).thumbnails).toBeUndefined();
  });

  it('takes the time after which a TV is idle, in minutes', () =>
    expect(readCommandLine(['--idle-timeout', '2.5']).idleTimeoutMs).toBe(150_000));

  it('takes a database elsewhere, also from the environment', () => {
    const url = 'postgres://u:p@h/name';
    expect(readCommandLine(['--database', 'a.db'])).toMatchObject({ database: resolve('a.db') });
    expect(readCommandLine([], { BRIDGE_DATABASE: url })).toMatchObject({ database: url });
    expect(readCommandLine(['--database', 'b.db'], { BRIDGE_DATABASE: url })).toMatchObject({
      database: resolve('b.db'),
    });
  });

  it.each(['0', '-5', 'soon', ''])('refuses the idle timeout "%s" in one sentence', (minutes) => {
    expect(() => readCommandLine([`--idle-timeout=${minutes}`])).toThrow(
      `--idle-timeout must be a number of minutes above 0, not "${minutes}".`,
    );
  });

  it('takes a port for plain MQTT and who may connect, and refuses what is neither', () => {
    expect(readCommandLine(['--mqtt-port', '1883', '--auth', 'token'])).toMatchObject({
      mqttPort: 1883,
      auth: 'token',
    });
    expect(() => readCommandLine(['--mqtt-port', 'x'])).toThrow('--mqtt-port must be a number');
    expect(() => readCommandLine(['--auth', 'none'])).toThrow('--auth must be open or token, not "none".');
    expect(readCommandLine(['--log', 'json']).log).toBe('json');
    expect(() => readCommandLine(['--log', 'xml'])).toThrow('--log must be text or json, not "xml".');
  });

  it('takes how often an address may connect to the broker in a minute', () =>
    expect(readCommandLine(['--attempts-per-minute', '300']).attemptsPerMinute).toBe(300));

  it.each(['0', '-1', '1.5', 'many', ''])('refuses "%s" attempts in a minute in one sentence', (number) => {
    expect(() => readCommandLine([`--attempts-per-minute=${number}`])).toThrow(
      `--attempts-per-minute must be a whole number from 1 to 9999999, not "${number}".`,
    );
  });

  it('takes proxies to trust, and refuses what is no address', () => {
    expect(readCommandLine(['--trust-proxy', '10.0.0.1,172.16.0.0/12']).trusted).toHaveLength(2);
    expect(() => readCommandLine(['--trust-proxy', 'proxy'])).toThrow('--trust-proxy takes addresses');
    expect(readCommandLine(['--broker-nodes', '10.0.0.0/29']).brokerNodes).toHaveLength(1);
    expect(() => readCommandLine(['--broker-nodes', 'one'])).toThrow('--broker-nodes takes addresses');
  });

  it('takes names of the machine, and refuses what is no name', () => {
    expect(readCommandLine(['--host-name', 'TV.example.com, b.example']).hostNames).toEqual([
      'tv.example.com',
      'b.example',
    ]);
    expect(() => readCommandLine(['--host-name', 'http://tv'])).toThrow(
      '--host-name takes names such as tv.example.com, not "http://tv".',
    );
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

describe('--keep-views', () => {
  it('is a number of days', () =>
    expect(readCommandLine(['--keep-views', '31d'])).toMatchObject({ keepViewsMs: 31 * 86_400_000 }));

  it.each(['31', '0d', '1.5d', '36501d', '-1d', 'd'])('is not %s', (text) =>
    expect(() => readCommandLine([`--keep-views=${text}`])).toThrow('--keep-views takes 1d to 36500d'),
  );
});
