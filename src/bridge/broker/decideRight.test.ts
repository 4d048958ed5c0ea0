import { describe, expect, it } from 'vitest';
import { decideRight } from './decideRight.js';

const KEY = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const may = (question: Parameters<typeof decideRight>[1]): boolean => decideRight(KEY, question) === null;
const topic = (permission: string, routingKey: string, name = 'amq.topic') =>
  may({ about: 'topic', username: KEY, name, permission, routingKey });
const resource = (kind: string, name: string, permission: string) =>
  may({ about: 'resource', username: KEY, resource: kind, name, permission });

describe('a player at RabbitMQ', () => {
  it('writes its own topics, and nobody else’s', () => {
    expect(topic('write', `makapix.player.${KEY}.view`)).toBe(true);
    expect(topic('write', `makapix.player.${KEY}.status`)).toBe(true);
    expect(topic('write', `makapix.player.${KEY}.request.7`)).toBe(true);
    expect(topic('write', `makapix.player.${OTHER}.view`)).toBe(false);
    expect(topic('write', `makapix.player.${KEY}.view.ack`)).toBe(false);
    expect(topic('write', `makapix.player.${KEY}.view`, 'amq.fanout')).toBe(false);
  });

  it('reads its own acks, commands and responses, and nothing with wildcards else', () => {
    expect(topic('read', `makapix.player.${KEY}.view.ack`)).toBe(true);
    expect(topic('read', `makapix.player.${KEY}.response.#`)).toBe(true);
    expect(topic('read', `makapix.player.${OTHER}.view.ack`)).toBe(false);
    expect(topic('read', 'makapix.player.*.view.ack')).toBe(false);
    expect(topic('read', '#')).toBe(false);
  });

  it('uses the exchange of topics and the queue of its subscriptions, and no other', () => {
    expect(resource('exchange', 'amq.topic', 'write')).toBe(true);
    expect(resource('exchange', 'amq.topic', 'read')).toBe(true);
    expect(resource('exchange', 'amq.topic', 'configure')).toBe(false);
    expect(resource('exchange', 'amq.default', 'write')).toBe(false);
    for (const permission of ['configure', 'write', 'read']) {
      expect(resource('queue', `mqtt-subscription-${KEY}qos1`, permission)).toBe(true);
      expect(resource('queue', `mqtt-subscription-page-${KEY}qos0`, permission)).toBe(true);
      expect(resource('queue', `mqtt-subscription-${OTHER}qos1`, permission)).toBe(false);
      expect(resource('queue', 'msx.ingest.0', permission)).toBe(false);
    }
  });
});
