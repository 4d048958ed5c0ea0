import { bridgeProblem } from '../text/bridgeProblem.js';
import { redact } from '../text/redact.js';

/** Where the broker is and who asks, as MQTT.js takes it. */
export interface BrokerUrl {
  protocol: 'mqtt' | 'mqtts' | 'ws' | 'wss';
  /** Without the brackets of an IPv6 address. */
  host: string;
  port: number;
  /** Of a WebSocket. */
  path: string;
  username: string | undefined;
  password: string | undefined;
  /** For people: see redact. */
  shown: string;
}

/** The ports that IANA has given them. */
const PORTS: Record<BrokerUrl['protocol'], number> = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 };

const isProtocol = (name: string): name is BrokerUrl['protocol'] => name in PORTS;

/**
 * Reads `mqtt://user:password@host:1883`; user name and password may be percent-encoded.
 * @param option which option it is of
 * @throws a BridgeProblem `bad_option`, whose sentence holds no password
 */
export function readBrokerUrl(text: string, option = '--broker'): BrokerUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const protocol = url?.protocol.slice(0, -1) ?? '';
  if (!url || !isProtocol(protocol) || url.hostname === '')
    throw bridgeProblem(
      'bad_option',
      `${option} takes an address such as mqtt://user:password@broker.example:1883, with mqtt, mqtts, ws or wss, not "${redact(text)}".`,
    );
  const port = url.port === '' ? PORTS[protocol] : Number(url.port);
  return {
    protocol,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    path: `${url.pathname || '/'}${url.search}`,
    username: decoded(url.username),
    password: decoded(url.password),
    shown: redact(text),
  };
}

/** What percent-encoding spells; undefined for an empty text. */
export function decoded(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare % in a password stands for itself
  }
}
