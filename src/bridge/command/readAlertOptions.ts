import { DEFAULT_ALERT_MINUTES, DEFAULT_MOST_WAITING, type AlertSettings } from '../alerts/alertSettings.js';
import type { Hours } from '../alerts/isUsual.js';
import { bridgeProblem } from '../text/bridgeProblem.js';
import { redact } from '../text/redact.js';
import { readBrokerUrl } from '../worker/readBrokerUrl.js';

export const ALERT_OPTIONS = {
  'alert-url': { type: 'string' },
  'alert-secret': { type: 'string' },
  'alert-mqtt': { type: 'string' },
  'alert-after': { type: 'string', default: String(DEFAULT_ALERT_MINUTES) },
  'alert-hours': { type: 'string' },
  'alert-waiting': { type: 'string', default: String(DEFAULT_MOST_WAITING) },
} as const;

export const ALERT_HELP = `  --alert-url <url>         where alerts are posted to; or BRIDGE_ALERT_URL
  --alert-secret <text>     what they are signed with (nothing); or BRIDGE_ALERT_SECRET
  --alert-mqtt <url>        a broker that they are published on, mqtt://user:password@host; or BRIDGE_ALERT_MQTT
  --alert-after <minutes>   how long something has to be wrong (${DEFAULT_ALERT_MINUTES})
  --alert-hours <from-to>   when TVs should be on, e.g. 9-18 or 17:30-2 (learnt from when they are)
  --alert-waiting <number>  more waiting views of a TV than this are too many (${DEFAULT_MOST_WAITING})`;

const MINUTE_MS = 60_000;
const QUARTER_MINUTES = 15;
const DAY_MINUTES = 24 * 60;

interface Values {
  'alert-url'?: string | undefined;
  'alert-secret'?: string | undefined;
  'alert-mqtt'?: string | undefined;
  'alert-after': string;
  'alert-hours'?: string | undefined;
  'alert-waiting': string;
}

/**
 * Reads what the command line says of alerts.
 * @param env addresses and the secret may stand there: other users see a command line
 * @throws a BridgeProblem `bad_option`
 */
export function readAlertOptions(values: Values, env: NodeJS.ProcessEnv): AlertSettings {
  const url = values['alert-url'] ?? (env.BRIDGE_ALERT_URL || undefined);
  const secret = values['alert-secret'] ?? (env.BRIDGE_ALERT_SECRET || undefined);
  const mqttUrl = values['alert-mqtt'] ?? (env.BRIDGE_ALERT_MQTT || undefined);
  if (url !== undefined && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    throw bridgeProblem(
      'bad_option',
      `--alert-url takes an address such as https://ntfy.example/tvs, not "${redact(url)}".`,
    );
  if (mqttUrl !== undefined) readBrokerUrl(mqttUrl, '--alert-mqtt');
  const hours = values['alert-hours'];
  return {
    afterMs: readWhole('--alert-after', values['alert-after'], 'minutes') * MINUTE_MS,
    hours: hours === undefined ? null : readHours(hours),
    mostWaiting: readWhole('--alert-waiting', values['alert-waiting'], 'views'),
    url: url ?? null,
    secret: secret ?? null,
    mqttUrl: mqttUrl ?? null,
  };
}

function readWhole(option: string, text: string, what: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw bridgeProblem(
      'bad_option',
      `${option} must be a number of ${what} from 1 to 999999, not "${text}".`,
    );
  return Number(text);
}

function readHours(text: string): Hours {
  const match = /^(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?$/.exec(text);
  const minutesOf = (hour = '', minute = '0'): number => Number(hour) * 60 + Number(minute);
  const from = minutesOf(match?.[1], match?.[2]);
  const until = minutesOf(match?.[3], match?.[4]);
  const isTime = (minutes: number, rest = '0'): boolean =>
    minutes <= DAY_MINUTES && minutes % QUARTER_MINUTES === 0 && Number(rest) < 60;
  if (!match || from === until || !isTime(from, match[2]) || !isTime(until, match[4]))
    throw bridgeProblem(
      'bad_option',
      `--alert-hours takes hours such as 9-18 or 17:30-2, in quarters of an hour, not "${text}".`,
    );
  return { fromQuarter: from / QUARTER_MINUTES, untilQuarter: until / QUARTER_MINUTES };
}
