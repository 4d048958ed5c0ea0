// What the plugin knows, on the TV, in MSX's own style. Credentials never appear.
import type { JsonObject } from '../msx/json.js';
import { plainText } from '../msx/plainText.js';
import type { ReporterSnapshot } from '../report/reporterSnapshot.js';
import type { About } from '../tvx/about.js';
import type { Identity } from '../tvx/requestDeviceId.js';
import type { Notice } from '../tvx/notice.js';
import type { PlayerKey } from './choosePlayerKey.js';
import type { Retry } from './retryAction.js';
import type { Settings } from './defaultSettings.js';

export interface StatusOptions {
  retry: Retry;
  version: string;
  /** Name of the configuration file. */
  configFile: string;
  settings: Settings | null;
  identity: Identity | null;
  about: About | null;
  playerKey: PlayerKey | null;
  /** null where nothing is reported */
  report: ReporterSnapshot | null;
  notices: Notice[];
}

/** MSX replaces the shown page by a fresh one of the same flag, if it is still shown (Replace Action). */
const FLAG = 'msx-player-status';
const REFRESH_S = 3;
/** MSX promises to wait for an action (`delay:`) since then; before, the page is as fresh as its button. */
const DELAYS_SINCE = 160;

const SOURCES = {
  msx: 'from MSX',
  stored: 'from MSX, kept',
  none: 'links stay as they are',
  playerKeys: 'from the configuration',
  playerKey: 'from the configuration',
  device: 'from the device ID',
  random: 'random, kept',
  paired: 'from pairing',
};

/** As many lines of the log as fit, each of which may take two. */
const SHOWN_LINES = 6;

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

const inTime = (ms: number | null) => (ms === null ? '' : `, next try in ${duration(ms)}`);

function reportLines({
  broker,
  connection,
  lastStatus,
  blocked,
  views,
  acks,
  clock,
  storage,
}: ReporterSnapshot): string[] {
  const { lastError } = connection;
  return [
    `${broker.url} ${connection.state} for ${duration(connection.forMs)}${inTime(connection.nextTryInMs)}`,
    lastError ? `Last error: ${lastError.message}` : '',
    blocked ? `${blocked.message} ${blocked.remedy}${inTime(blocked.retryInMs)}` : '',
    `Views: ${views.waiting} waiting, ${views.unanswered} unanswered, ${views.sent} sent, ${views.refused} refused, ${views.dropped} dropped`,
    `Acknowledgements ${acks}, stored in ${storage}`,
    lastStatus
      ? `Last status: ${lastStatus.status}, post ${lastStatus.currentPostId ?? 'none'}, ${duration(lastStatus.agoMs)} ago`
      : 'No status sent yet',
    `Clock: ${clock.offsetMs === null ? 'unknown' : `${clock.offsetMs / 1000} s off, by ${clock.source}`}`,
  ].filter(Boolean);
}

/**
 * The answer to the request `status`: for a content page, a panel or the start of the app, since the request does not
 * say. All stays within the grid of panels, 8 × 6.
 */
export function statusPage(options: StatusOptions): JsonObject {
  const { settings, identity, about, playerKey, report, notices } = options;
  const build = about ? about.build : NaN;
  /** A page of the document: one block, as high as it can be, since no line has a certain length. */
  const page = (headline: string, lines: string[]): JsonObject => ({
    items: [
      {
        type: 'space',
        layout: '0,0,8,5',
        color: 'msx-glass',
        headline,
        text: lines.map((line) => plainText(line, build)).join('{br}'),
      },
      button,
    ],
  });
  const refresh = options.retry(null, FLAG, 'status');
  const button = {
    type: 'button',
    layout: '0,5,4,1',
    icon: 'refresh',
    label: 'Refresh',
    action: refresh,
  };
  return {
    flag: FLAG,
    headline: 'Status of this TV',
    important: true,
    cache: false,
    reuse: false,
    restore: false,
    ...(!(build >= DELAYS_SINCE) ? {} : { ready: { action: `delay:${FLAG}:${REFRESH_S}:${refresh}` } }),
    pages: [
      page(`${about ? about.text : 'This TV'} / Plugin ${options.version}`, [
        `${identity?.deviceId ?? 'no device ID'}, ${SOURCES[identity?.source ?? 'none']}`,
        `Player key ${playerKey ? `${playerKey.key}, ${SOURCES[playerKey.source]}` : 'none yet'}`,
        `${options.configFile}: ${
          settings ? `menu ${settings.menu}, tagging ${settings.tagging}` : 'not loaded yet'
        }`,
      ]),
      page(
        'Reporting',
        report
          ? reportLines(report)
          : [
              settings && settings.broker.url
                ? 'Not started yet'
                : 'Off: no "broker.url" in the configuration',
            ],
      ),
      page(
        'Log',
        notices.length ? notices.slice(0, SHOWN_LINES).map(({ message }) => message) : ['Nothing to report'],
      ),
    ],
  };
}
