import type { BridgeUrls } from './urls.js';

/**
 * The lines that are printed once the bridge runs.
 * @param mqttPort of plain MQTT; undefined without it
 * @param adminToken for the dashboard; undefined when nobody needs one, or the person has chosen it
 */
export function greeting(
  { preview, dashboard, tvs }: BridgeUrls,
  mqttPort?: number,
  adminToken?: string,
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
    '',
    ...(tvs.length > 0
      ? ['  On a TV: Media Station X, Settings, Start Parameter, Setup, then type', ...forTvs]
      : ['  No TV can reach this: it listens on this machine only, or there is no network.']),
    '',
    '  Status and view events follow. Ctrl-C stops.',
    '',
  ];
}
