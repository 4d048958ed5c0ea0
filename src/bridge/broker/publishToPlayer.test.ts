import { EventEmitter } from 'node:events';
import type { Client } from 'aedes';
import { describe, expect, it } from 'vitest';
import { createClients } from './createClients.js';
import { MOST_WAITING_BYTES, publishToPlayer } from './publishToPlayer.js';
import type { Refusal } from './refusal.js';

const KEY = '00000000-0000-4000-8000-000000000001';
const topic = (rest: string, key = KEY) => `makapix/player/${key}/${rest}`;

function stage() {
  const refusals: Refusal[] = [];
  const clients = createClients((refusal) => refusals.push(refusal));
  const connect = (filters: [string, number][], playerKey = KEY, writableLength = 0) => {
    const got: string[] = [];
    const client = Object.assign(new EventEmitter(), {
      conn: { writableLength },
      isOpen: true,
      publish: ({ topic, qos }: { topic: string; qos: number }) => void got.push(`${topic} ${qos}`),
      close: () => void (client.isOpen = false),
    });
    clients.begin(client as unknown as Client, {
      playerKey,
      isWithinRate: () => true,
      release: () => undefined,
      filters: new Map(filters),
    });
    return Object.assign(client, { got });
  };
  const publish = (rest: string) => publishToPlayer(clients, KEY, topic(rest), '{}');
  return { refusals, connect, publish };
}

describe('a message of the bridge to one player', () => {
  it('goes to its connections that are subscribed, as well as they want it, and to nobody else', () => {
    const { connect, publish } = stage();
    const all = connect([[topic('response/+'), 1]]);
    const hash = connect([[topic('response/#'), 0]]);
    const one = connect([[topic('response/r1'), 1]]);
    const none = connect([[topic('view/ack'), 1]]);
    const other = connect([[topic('response/+', 'other'), 1]], 'other');
    expect(publish('response/r1')).toBe(3);
    expect(publish('response/r2')).toBe(2);
    expect(publish('command')).toBe(0);
    expect(all.got).toEqual([`${topic('response/r1')} 1`, `${topic('response/r2')} 1`]);
    expect(hash.got).toEqual([`${topic('response/r1')} 0`, `${topic('response/r2')} 0`]);
    expect(one.got).toEqual([`${topic('response/r1')} 1`]);
    expect([none.got, other.got]).toEqual([[], []]);
  });

  it('ends a connection that does not read, and says so', () => {
    const { connect, publish, refusals } = stage();
    const stuck = connect([[topic('response/+'), 1]], KEY, MOST_WAITING_BYTES + 1);
    const fine = connect([[topic('response/+'), 1]], KEY, MOST_WAITING_BYTES);
    expect(publish('response/r1')).toBe(1);
    expect([stuck.isOpen, fine.isOpen]).toEqual([false, true]);
    expect(stuck.got).toEqual([]);
    expect(refusals).toMatchObject([{ code: 'not-reading', playerKey: KEY }]);
  });
});
