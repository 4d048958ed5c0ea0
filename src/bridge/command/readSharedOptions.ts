import { bridgeProblem } from '../text/bridgeProblem.js';
import { isPostgres } from '../text/databaseName.js';
import { redact } from '../text/redact.js';
import { isAmqp, readAmqpUrls } from '../worker/readAmqpUrls.js';
import { readBrokerUrl } from '../worker/readBrokerUrl.js';
import type { SharedBroker } from '../worker/sharedBroker.js';

export const SHARED_HELP = `  --broker <url>            has no broker of its own, and shares one with other bridges on the same PostgreSQL
                            database: mqtt://user:password@host, or mqtts, ws, wss, or RabbitMQ as for ingest;
                            or BRIDGE_BROKER, with --broker-url. Views are taken by msx-bridge ingest
  --broker-url <url>        where TVs find that broker: wss://broker.example/mqtt
  --public-url <url>        where TVs find these bridges, such as https://tv.example: addresses in what is answered
                            over that broker begin so (without it requests for channels are not answered)`;

export const SHARED_OPTIONS = {
  'broker': { type: 'string' },
  'broker-url': { type: 'string' },
  'public-url': { type: 'string' },
} as const;

interface Values {
  'broker'?: string | undefined;
  'broker-url'?: string | undefined;
  'public-url'?: string | undefined;
  'mqtt-port'?: string | undefined;
  'auth': string;
}

/**
 * @param env `BRIDGE_BROKER` stands in for `--broker` where `--broker-url` is given: it may be there for a worker
 * @param database its name, whichever option it came by
 * @returns undefined = the bridge has a broker of its own
 * @throws bridgeProblem `bad_option`
 */
export function readSharedOptions(
  values: Values,
  env: NodeJS.ProcessEnv,
  database: string | undefined,
): SharedBroker | undefined {
  const { 'broker-url': url, 'public-url': publicUrl } = values;
  const broker = values.broker ?? (url === undefined ? undefined : env.BRIDGE_BROKER || undefined);
  if (broker === undefined && url === undefined && publicUrl === undefined) return undefined;
  if (broker === undefined)
    throw bridgeProblem(
      'bad_option',
      `${url === undefined ? '--public-url' : '--broker-url'} needs --broker: name the broker, such as mqtt://broker.example.`,
    );
  if (url === undefined)
    throw bridgeProblem(
      'bad_option',
      '--broker needs --broker-url: say where TVs find the broker, such as wss://broker.example/mqtt.',
    );
  if (database === undefined || !isPostgres(database))
    throw bridgeProblem(
      'bad_option',
      '--broker needs a PostgreSQL database: name it with --database postgres://user:password@host/name, since --data folders are for one bridge.',
    );
  if (values['mqtt-port'] !== undefined)
    throw bridgeProblem(
      'bad_option',
      '--mqtt-port is for a bridge with a broker of its own: leave it out, or --broker.',
    );
  if (values.auth === 'token' && !env.BRIDGE_ADMIN_TOKEN)
    throw bridgeProblem(
      'bad_option',
      '--broker with --auth token needs BRIDGE_ADMIN_TOKEN: give all bridges the same admin token.',
    );
  return {
    broker: isAmqp(broker) ? readAmqpUrls(broker) : readBrokerUrl(broker),
    urlForTvs: readUrl('--broker-url', url, ['wss:', 'ws:'], 'wss://broker.example/mqtt').href,
    publicUrl:
      publicUrl === undefined
        ? undefined
        : readUrl('--public-url', publicUrl, ['https:', 'http:'], 'https://tv.example').origin,
  };
}

/** @param example of one */
function readUrl(option: string, text: string, protocols: readonly string[], example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !protocols.includes(url.protocol) ||
    url.hostname === '' ||
    url.username !== '' ||
    url.password !== ''
  )
    throw bridgeProblem(
      'bad_option',
      `${option} takes an address such as ${example}, without a user or password, not "${redact(text)}".`,
    );
  return url;
}
