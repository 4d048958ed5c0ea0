import { expect, it } from 'vitest';
import { readCommandLine } from './readCommandLine.js';

const read = (...argv: string[]) => readCommandLine(argv).alerts;

it('tells nobody of alerts unless it is said, and has the defaults that the help names', () => {
  expect(read()).toEqual({
    afterMs: 600_000,
    hours: null,
    mostWaiting: 100,
    url: null,
    secret: null,
    mqttUrl: null,
  });
});

it('reads when something is an alert, and who is told', () => {
  expect(
    read(
      ...['--alert-url', 'https://a.test/x', '--alert-secret', 's', '--alert-mqtt', 'mqtt://u:p@b.test'],
      ...['--alert-after', '5', '--alert-hours', '17:30-2', '--alert-waiting', '7'],
    ),
  ).toEqual({
    afterMs: 300_000,
    hours: { fromQuarter: 70, untilQuarter: 8 },
    mostWaiting: 7,
    url: 'https://a.test/x',
    secret: 's',
    mqttUrl: 'mqtt://u:p@b.test',
  });
  const env = {
    BRIDGE_ALERT_URL: 'http://e.test',
    BRIDGE_ALERT_SECRET: 'e',
    BRIDGE_ALERT_MQTT: 'ws://e.test',
  };
  expect(readCommandLine([], env).alerts).toMatchObject({
    url: 'http://e.test',
    secret: 'e',
    mqttUrl: 'ws://e.test',
  });
});

it.each([
  ['--alert-url', 'ftp://a.test'],
  ['--alert-url', 'a.test'],
  ['--alert-mqtt', 'http://a.test'],
  ['--alert-after', '0'],
  ['--alert-waiting', '1.5'],
  ['--alert-hours', '9'],
  ['--alert-hours', '9-9'],
  ['--alert-hours', '9:10-18'],
  ['--alert-hours', '9:75-18'],
  ['--alert-hours', '9-25'],
])('refuses %s %s', (option, value) => {
  expect(() => read(option, value)).toThrow(option);
});
