import type { FastifyRequest } from 'fastify';
import type { Sender } from '../../commands/commandStore.js';
import type { Networks } from '../../players/address.js';
import { addressOf } from '../../players/askerOf.js';

/**
 * Who sends a request that was let in.
 * @param isGuarded whether the API asks for the admin token: where it does not, nobody has presented anything
 */
export const senderOf = ({ raw }: FastifyRequest, trusted: Networks, isGuarded: boolean): Sender => ({
  by: !isGuarded ? 'open' : raw.headers.authorization === undefined ? 'session' : 'token',
  address: addressOf(raw, trusted),
});
