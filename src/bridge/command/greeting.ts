import type { AuthMode } from '../broker/signIn.js';
import type { BridgeUrls } from '../web/bridgeUrls.js';
import type { SharedBroker } from '../worker/sharedBroker.js';

interface GreetingOptions {
  /** Of plain MQTT; undefined without it. */
  mqttPort: number | undefined;
  /** The broker that several bridges share; undefined = the bridge has its own. */
  shared?: Pick<SharedBroker, 'urlForTvs' | 'publicUrl'> | undefined;
  auth: AuthMode;
  /** For the dashboard; undefined when nobody needs one, or the person has chosen it. */
  adminToken: string | undefined;
}

/** The lines that are printed once the bridge runs. */
export function greeting(
  { preview, dashboard, tvs }: BridgeUrls,
  { mqttPort, shared, auth, adminToken }: GreetingOptions,
): string[] {
  const forTvs = tvs.flatMap(({ setup, startParameter }) => [
    `    ${setup}`,
    `      start parameter: ${startParameter}`,
  ]);
  return [
    '',
    `  Preview in this machine's browser   ${preview}`,
    `  Dashboard                           ${dashboard}`,
    ...(adminToken === undefined ? [] : [`  Admin token for the dashboard       ${adminToken}`]),
    ...(mqttPort === undefined ? [] : [`  Plain MQTT                          port ${mqttPort}`]),
    ...(shared === undefined ? [] : [`  Broker of the TVs                   ${shared.urlForTvs}`]),
    ...(auth === 'open' ? [] : ['', ...PAIRING]),
    '',
    ...(tvs.length > 0
      ? ['  On a TV: Media Station X, Settings, Start Parameter, Setup, then type', ...forTvs]
      : ['  No TV can reach this: it listens on this machine only, or there is no network.']),
    '',
    ...(shared && shared.publicUrl === undefined ? [...UNANSWERED, ''] : []),
    shared === undefined
      ? '  Status and view events follow. Ctrl-C stops.'
      : '  Views are taken by msx-bridge ingest, which has to run as well. Ctrl-C stops.',
    '',
  ];
}

const UNANSWERED = [
  '  What TVs ask over the broker (channels) is not answered: say where they find the bridges, with --public-url.',
];

/** What a person has to do, and what is kept from whom. */
const PAIRING = [
  '  A TV shows a code until it is paired: type it into the dashboard, at "Add a TV".',
  '  Menus and files are for paired TVs only, by links that are good for a day: whoever gets hold of such a link',
  '  can open it until then. On the internet take https, by a proxy.',
];
