import { describe, expect, it } from 'vitest';
import { readCommandLine } from './readCommandLine.js';

describe('the command line of several bridges', () => {
  it('shares a broker with other bridges, by MQTT or AMQP', () => {
    const shared = ['--broker-url', 'wss://tv.example/mqtt', '--database', 'postgres://h/name'];
    expect(readCommandLine(['--broker', 'mqtt://u:p@broker.example', ...shared]).shared).toMatchObject({
      broker: { protocol: 'mqtt', host: 'broker.example', port: 1883, username: 'u', password: 'p' },
      urlForTvs: 'wss://tv.example/mqtt',
      publicUrl: undefined,
    });
    const named = [...shared, '--broker', 'mqtt://h', '--public-url', 'https://tv.example:444/'];
    expect(readCommandLine(named).shared?.publicUrl).toBe('https://tv.example:444');
    expect(readCommandLine(shared, { BRIDGE_BROKER: 'amqp://one,amqp://two' }).shared?.broker).toMatchObject({
      nodes: [{ host: 'one' }, { host: 'two' }],
    });
    // The broker in the environment may be there for a worker.
    expect(readCommandLine([], { BRIDGE_BROKER: 'mqtt://h' }).shared).toBeUndefined();
  });

  it.each([
    ['--broker mqtt://h --database postgres://h/n', /needs --broker-url/],
    ['--public-url http://h', /--public-url needs --broker:/],
    [
      '--broker mqtt://h --broker-url wss://h --public-url tv.example --database postgres://h/n',
      /--public-url takes/,
    ],
    ['--broker-url wss://h --database postgres://h/n', /needs --broker:/],
    [
      '--broker mqtt://h --broker-url wss://h',
      /needs a PostgreSQL database.*--data folders are for one bridge/,
    ],
    ['--broker mqtt://h --broker-url wss://h --data folder', /--data folders are for one bridge/],
    ['--broker mqtt://h --broker-url wss://h --database a.db', /--data folders are for one bridge/],
    [
      '--broker http://h --broker-url wss://h --database postgres://h/n',
      /--broker takes an address such as mqtt:/,
    ],
    [
      '--broker mqtt://h --broker-url mqtt://h --database postgres://h/n',
      /--broker-url takes an address such as wss:/,
    ],
    [
      '--broker mqtt://h --broker-url wss://u:p@h --database postgres://h/n',
      /without a user or password, not "wss:\/\/\S*@h"/,
    ],
    [
      '--broker mqtt://h --broker-url wss://h --database postgres://h/n --mqtt-port 1883',
      /--mqtt-port is for/,
    ],
    ['--broker mqtt://h --broker-url wss://h --database postgres://h/n --auth token', /BRIDGE_ADMIN_TOKEN/],
  ])('says what is wrong with %s', (argv, sentence) =>
    expect(() => readCommandLine(argv.split(' '))).toThrow(sentence),
  );
});
