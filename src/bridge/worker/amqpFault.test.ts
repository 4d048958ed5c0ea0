import { describe, expect, it } from 'vitest';
import { connectFault, declareFault, lostFault } from './amqpFault.js';

const NODE = 'amqp://worker:…@one';
const reply = (code: number): Error => Object.assign(new Error(`reply ${code}`), { code });
const atHandshake = (text: string): Error => new Error(`Handshake terminated by server: ${text}`);

describe('what RabbitMQ answers', () => {
  it('when somebody connects, is what a person has to mend, or what passes', () => {
    expect(connectFault(atHandshake('403 (ACCESS-REFUSED) with message "x"'), NODE).code).toBe(
      'broker_sign_in',
    );
    expect(connectFault(atHandshake('530 (NOT-ALLOWED) with message "x"'), NODE).code).toBe('broker_refused');
    expect(connectFault(atHandshake('541 (INTERNAL-ERROR) with message "x"'), NODE)).toEqual({
      sentence: expect.stringContaining('for now') as string,
    });
    const socket = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(connectFault(socket, NODE)).toEqual({ sentence: `${NODE} cannot be reached (ECONNREFUSED)` });
  });

  it('when queues are declared, names the right, the queue or the plugin', () => {
    expect(declareFault(reply(403), NODE).sentence).toContain('lacks rights');
    expect(declareFault(reply(406), NODE).sentence).toContain('in another form');
    expect(declareFault(reply(503), NODE).sentence).toContain('rabbitmq_consistent_hash_exchange');
    for (const code of [403, 406, 503]) expect(declareFault(reply(code), NODE).code).toBe('broker_refused');
    expect(declareFault(reply(404), NODE).code).toBeUndefined();
  });

  it('later, passes: a message that was in hand for half an hour, for one (406)', () => {
    expect(lostFault(reply(406), NODE).code).toBeUndefined();
    expect(lostFault(reply(403), NODE).code).toBe('broker_refused');
  });
});
