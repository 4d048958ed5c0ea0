import { reasonOf } from '../text/reasonOf.js';
import { socketFault, type BrokerFault } from './brokerFault.js';

/** AMQP 0-9-1, 1.1: reply codes, as amqplib gives them. */
const REPLY = { accessRefused: 403, preconditionFailed: 406, commandInvalid: 503, notAllowed: 530 } as const;

const replyOf = (error: unknown): number | null => {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error.code;
  const inText = /\b(\d{3}) \([A-Z-]+\)/.exec(reasonOf(error))?.[1];
  return inText === undefined ? null : Number(inText);
};

/**
 * Why there is no connection by AMQP.
 * @param shown the node's address, for people
 */
export function connectFault(error: unknown, shown: string): BrokerFault {
  switch (replyOf(error)) {
    case REPLY.accessRefused:
      return {
        code: 'broker_sign_in',
        sentence: `${shown} does not let the worker in: check user name and password in --broker, and the broker's log`,
      };
    case REPLY.notAllowed:
      return {
        code: 'broker_refused',
        sentence: `${shown} has no such virtual host, or the worker's user none of its rights: check the path in --broker, and rabbitmqctl list_permissions`,
      };
    case null:
      return socketFault(error instanceof Error ? error : new Error(String(error)), shown);
    default:
      return { sentence: `${shown} refuses the connection for now (${reasonOf(error)})` };
  }
}

/** Why the queues could not be declared, or taken from. */
export function declareFault(error: unknown, shown: string): BrokerFault {
  switch (replyOf(error)) {
    case REPLY.preconditionFailed:
      return {
        code: 'broker_refused',
        sentence: `${shown} has a queue of the workers in another form (${reasonOf(error)}): empty and delete it, or choose another --group`,
      };
    case REPLY.commandInvalid:
      return {
        code: 'broker_refused',
        sentence: `${shown} does not know what workers need (${reasonOf(error)}): switch it on with rabbitmq-plugins enable rabbitmq_consistent_hash_exchange`,
      };
    default:
      return lostFault(error, shown);
  }
}

/** Why a connection was lost that there was. */
export const lostFault = (error: unknown, shown: string): BrokerFault =>
  replyOf(error) === REPLY.accessRefused
    ? {
        code: 'broker_refused',
        sentence: `${shown} lacks rights for the worker's user (${reasonOf(error)}): let it configure, write and read msx.*, and write and read amq.topic`,
      }
    : { sentence: `${shown} has ended the connection (${reasonOf(error)})` };
