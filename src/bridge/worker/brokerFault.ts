import type { BridgeProblemCode } from '../text/bridgeProblem.js';

/** Why there is no connection: `code` is set for what does not heal by waiting. */
export interface BrokerFault {
  code?: BridgeProblemCode;
  /** A sentence without its full stop: what is wrong and what to do. */
  sentence: string;
}

/** MQTT 5, 2.4 (and MQTT 3.1.1, 3.2.2.3, for a broker that knows no other): reason codes. */
const REASON = {
  oldUnacceptableProtocol: 0x01,
  oldBadUserOrPassword: 0x04,
  oldNotAuthorized: 0x05,
  unsupportedProtocol: 0x84,
  clientIdNotValid: 0x85,
  badUserOrPassword: 0x86,
  notAuthorized: 0x87,
  banned: 0x8a,
  sessionTakenOver: 0x8e,
  topicFilterInvalid: 0x8f,
  useAnotherServer: 0x9c,
  serverMoved: 0x9d,
  noSharedSubscriptions: 0x9e,
  noWildcards: 0xa2,
} as const;

const hex = (reason: number): string => `0x${reason.toString(16).padStart(2, '0')}`;

/**
 * What a CONNACK or DISCONNECT with this reason means.
 * @param shown the broker's address, for people
 */
export function connectFault(reason: number, shown: string): BrokerFault {
  switch (reason) {
    case REASON.badUserOrPassword:
    case REASON.notAuthorized:
    case REASON.oldBadUserOrPassword:
    case REASON.oldNotAuthorized:
    case REASON.banned:
      return {
        code: 'broker_sign_in',
        sentence: `${shown} does not let the worker in (${hex(reason)}): check user name and password in --broker, and the broker's log`,
      };
    case REASON.unsupportedProtocol:
    case REASON.oldUnacceptableProtocol:
      return {
        code: 'broker_too_old',
        sentence: `${shown} does not know MQTT 5, which a worker needs: take mosquitto 2, EMQX, HiveMQ or VerneMQ, or let the broker speak MQTT 5`,
      };
    case REASON.sessionTakenOver:
      return {
        code: 'name_in_use',
        sentence: `Another worker has connected to ${shown} in the same place: give each worker a --part of its own, such as 1/2 and 2/2, or with --shared a --name`,
      };
    case REASON.clientIdNotValid:
      return {
        code: 'broker_refused',
        sentence: `${shown} does not accept the worker's client id: choose another --group, or with --shared another --name`,
      };
    case REASON.useAnotherServer:
    case REASON.serverMoved:
      return {
        code: 'broker_refused',
        sentence: `${shown} has moved (${hex(reason)}): name the new address with --broker`,
      };
    default:
      return { sentence: `${shown} refuses the connection for now (${hex(reason)})` };
  }
}

/**
 * What a SUBACK means.
 * @param granted the QoS that was granted (MQTT 5, 3.9.3), or the reason for refusing
 * @returns undefined where all is well
 */
export function subscribeFault(granted: number, filter: string, shown: string): BrokerFault | undefined {
  if (granted === 1 || granted === 2) return undefined;
  const isShared = filter.startsWith('$share/');
  if (isShared && (granted === REASON.noSharedSubscriptions || granted === REASON.topicFilterInvalid))
    return { ...NO_SHARED, sentence: noShared(shown) };
  const why = granted === 0 ? 'grants QoS 0 only, which loses messages' : `answers ${hex(granted)}`;
  return {
    code: 'broker_refused',
    sentence: `${shown} refuses the subscription to ${filter} (it ${why}): let the worker's user read it at QoS 1`,
  };
}

const NO_SHARED = { code: 'broker_too_old' } as const;
const noShared = (shown: string): string =>
  `${shown} has no shared subscriptions: leave --shared out and give each worker a --part, or switch them on`;

/** For a broker that says in its CONNACK that it has no wildcard subscriptions (MQTT 5, 3.2.2.3). */
export const noWildcards = (shown: string): BrokerFault => ({
  code: 'broker_refused',
  sentence: `${shown} has no wildcard subscriptions: switch them on, or take another broker`,
});

/** For a broker that says in its CONNACK that it has no shared subscriptions (MQTT 5, 3.2.2.3). */
export const noSharedSubscriptions = (shown: string): BrokerFault => ({
  ...NO_SHARED,
  sentence: noShared(shown),
});

/** What an error of the connection means. */
export function socketFault(error: Error, shown: string): BrokerFault {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return connectFault(code, shown);
  if (typeof code === 'string' && /^(?:ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return {
      code: 'broker_tls',
      sentence: `The certificate of ${shown} cannot be trusted (${code}): use the name that it is made for, or name its authority in NODE_EXTRA_CA_CERTS`,
    };
  if (typeof code === 'string' && /^(?:EPROTO|ERR_SSL_)/.test(code))
    return {
      code: 'broker_tls',
      sentence: `${shown} does not speak TLS there (${code}): use mqtt or ws instead of mqtts or wss, or the port of its TLS listener`,
    };
  const http = /Unexpected server response: (\d+)/.exec(error.message)?.[1];
  if (http !== undefined && http.startsWith('4'))
    return {
      code: 'broker_refused',
      sentence: `${shown} answers with HTTP status ${http}: check the path of its WebSocket listener, often /mqtt`,
    };
  return { sentence: `${shown} cannot be reached (${typeof code === 'string' ? code : error.message})` };
}
