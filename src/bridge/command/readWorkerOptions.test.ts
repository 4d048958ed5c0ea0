import { describe, expect, it } from 'vitest';
import { readWorkerOptions } from './readWorkerOptions.js';

const BROKER = ['--broker', 'mqtt://h'];
const DATABASE = ['--database', 'postgres://u:secret@h/name'];

describe('the command line of a worker', () => {
  it('needs a broker and a database, and has defaults for the rest', () =>
    expect(readWorkerOptions([...BROKER, ...DATABASE], {})).toMatchObject({
      broker: { host: 'h', port: 1883 },
      database: 'postgres://u:secret@h/name',
      group: 'ingest',
      division: { kind: 'parts', part: 1, of: 1 },
      name: expect.stringMatching(/^[\w.-]+$/) as string,
      inHand: 500,
      sessionHours: 24,
      leave: false,
      health: null,
      keepViewsMs: null,
      log: 'text',
    }));

  it('takes both from the environment, where other users do not see their passwords', () =>
    expect(
      readWorkerOptions([], { BRIDGE_BROKER: 'mqtts://b', BRIDGE_DATABASE: '/var/lib/views.db' }),
    ).toMatchObject({ broker: { protocol: 'mqtts' }, database: '/var/lib/views.db' }));

  it('answers for its health where it is told to, to this machine alone unless told otherwise', () => {
    const health = (...argv: string[]) =>
      readWorkerOptions([...BROKER, ...DATABASE, '--health-port', '9100', ...argv], {});
    expect(health()).toMatchObject({ health: { port: 9100, host: '127.0.0.1' } });
    expect(health('--health-host', '0.0.0.0')).toMatchObject({ health: { port: 9100, host: '0.0.0.0' } });
  });

  it.each([
    [[...BROKER, ...DATABASE, '--health-port', 'x'], '--health-port must be a number from 0 to 65535'],
    [[...DATABASE], '--broker is missing'],
    [[...BROKER], '--database is missing'],
    [[...BROKER, '--database', 'mysql://u:secret@h/name'], '--database takes postgres://'],
    [[...BROKER, '--database', 'postgres://u:secret@h:port/name'], '--database takes postgres://'],
    [[...BROKER, ...DATABASE, '--group', 'a/b'], '--group takes letters'],
    [[...BROKER, ...DATABASE, '--part', '3/2'], '--part takes a part and their number, such as 2/3'],
    [[...BROKER, ...DATABASE, '--part', '0/2'], '--part takes'],
    [[...BROKER, ...DATABASE, '--part', '1/1001'], '--part takes'],
    [[...BROKER, ...DATABASE, '--part', '1'], '--part takes'],
    [[...BROKER, ...DATABASE, '--part', '1/2', '--shared'], '--part and --shared exclude each other'],
    [[...BROKER, ...DATABASE, '--name', ''], '--name takes letters'],
    [[...BROKER, ...DATABASE, '--name', 'x'.repeat(65)], '--name takes letters'],
    [[...BROKER, ...DATABASE, '--in-hand', '0'], '--in-hand must be a number from 1 to 65535, not "0".'],
    [[...BROKER, ...DATABASE, '--in-hand', '65536'], '--in-hand must be'],
    [[...BROKER, ...DATABASE, '--session-hours', 'long'], '--session-hours must be'],
    [[...BROKER, ...DATABASE, '--log', 'xml'], '--log must be text or json'],
    [[...BROKER, ...DATABASE, '--brokr'], 'see ingest --help'],
  ])('refuses %j in one sentence', (argv, sentence) => {
    expect(() => readWorkerOptions(argv, {})).toThrow(sentence);
    expect(() => readWorkerOptions(argv, {})).not.toThrow(/secret/);
  });

  it.each([
    [['--part', '2/3'], { kind: 'parts', part: 2, of: 3 }],
    [['--shared'], { kind: 'shared' }],
  ])('divides the players as %j says', (argv, division) =>
    expect(readWorkerOptions([...BROKER, ...DATABASE, ...argv], {})).toMatchObject({ division }),
  );

  it('takes the nodes of a RabbitMQ cluster, whose workers divide nothing themselves', () => {
    const rabbit = ['--broker', 'amqp://u:secret@a,amqp://u:secret@b', ...DATABASE];
    expect(readWorkerOptions(rabbit, {})).toMatchObject({
      broker: { nodes: [{ host: 'a' }, { host: 'b' }] },
      division: { kind: 'parts', part: 1, of: 1 },
    });
    for (const option of [['--part', '1/2'], ['--shared'], ['--leave'], ['--session-hours', '48']])
      expect(() => readWorkerOptions([...rabbit, ...option], {})).toThrow(
        `${option[0]} is for brokers by MQTT`,
      );
  });

  it('takes a PostgreSQL database behind a socket', () =>
    expect(
      readWorkerOptions([...BROKER, '--database', 'postgres://u@/name?host=/run/postgresql'], {}),
    ).toMatchObject({ database: 'postgres://u@/name?host=/run/postgresql' }));

  it('explains itself', () => expect(readWorkerOptions(['--help'], {})).toBe('help'));
});
