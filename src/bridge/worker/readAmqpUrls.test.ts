import { describe, expect, it } from 'vitest';
import { isAmqp, readAmqpUrls } from './readAmqpUrls.js';

describe('the addresses of a RabbitMQ cluster', () => {
  it('are those of its nodes, each with its own user', () =>
    expect(readAmqpUrls('amqp://one:p%40ss@a:5673,amqps://two:x@[::1]/tv%2Fs')).toEqual({
      nodes: [
        {
          ...{ protocol: 'amqp', host: 'a', port: 5673, vhost: '/', username: 'one', password: 'p@ss' },
          shown: 'amqp://one:…@a:5673',
        },
        {
          ...{ protocol: 'amqps', host: '::1', port: 5671, vhost: 'tv/s', username: 'two', password: 'x' },
          shown: 'amqps://two:…@[::1]/tv%2Fs',
        },
      ],
      shown: 'amqp://one:…@a:5673,amqps://two:…@[::1]/tv%2Fs',
    }));

  it('are taken apart where the next one begins, and not at a comma in a password', () =>
    expect(readAmqpUrls('amqp://u:a,b@h').nodes).toMatchObject([{ password: 'a,b', port: 5672 }]));

  it.each([
    'amqp://',
    'amqp://u:secret@h:port',
    'amqp://u:secret@a,mqtt://u:secret@b',
    'amqp://u:secret@h?x=1',
  ])('are refused where one of them is none, without a password in the sentence: %s', (text) => {
    expect(() => readAmqpUrls(text)).toThrow('--broker takes addresses such as amqp://');
    expect(() => readAmqpUrls(text)).not.toThrow('secret');
  });

  it('are told from those of brokers by MQTT', () =>
    expect(['amqp://h', 'AMQPS://h', 'mqtt://amqp:x@h'].map(isAmqp)).toEqual([true, true, false]));
});
