import type { BridgeUrls } from './urls.js';

/** The lines that are printed once the bridge runs. */
export function greeting({ preview, tvs }: BridgeUrls): string[] {
  const forTvs = tvs.flatMap(({ setup, startParameter }) => [
    `    ${setup}`,
    `      start parameter: ${startParameter}`,
  ]);
  return [
    '',
    `  Preview in this machine's browser   ${preview}`,
    '',
    ...(tvs.length > 0
      ? ['  On a TV: Media Station X, Settings, Start Parameter, Setup, then type', ...forTvs]
      : ['  No TV can reach this: it listens on this machine only, or there is no network.']),
    '',
    '  Status and view events follow. Ctrl-C stops.',
    '',
  ];
}
