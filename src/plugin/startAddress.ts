/** How a TV gets at this page. */
export interface StartAddress {
  /** What MSX wants as its start parameter. */
  startParameter: string;
  /** MSX's web application, started with this page. */
  webApp: string;
  /** Host and port, as they are typed into a TV. */
  host: string;
  /** The page's folder below the host, e.g. `/` or `/tv/`. */
  folder: string;
  /** The page came by https: MSX then needs https for everything. */
  secure: boolean;
  /** `network`: other devices may reach the page. `computer`: its host name means this computer only.
   *  `disk`: it was opened as a file. */
  reach: 'network' | 'computer' | 'disk';
}

const THIS_COMPUTER = /^(localhost|127(\.\d+){3}|\[::1\])(:|$)/i;

/**
 * @param pageUrl the page's own address; a fragment does not belong to it
 * @returns the addresses derived from it (MSX, "Setup Start Parameter" and "URL Parameters")
 */
export function startAddress(pageUrl: string): StartAddress {
  const page = pageUrl.replace(/#.*$/, '');
  const startParameter = 'menu:request:interaction:init@' + page;
  const parts = /^(https?):\/\/([^/?]+)(\/(?:[^?]*\/)?)?/i.exec(page);
  const secure = !!parts && parts[1]!.length > 4;
  const host = parts ? parts[2]! : '';
  return {
    startParameter: startParameter,
    webApp: 'http' + (secure ? 's' : '') + '://msx.benzac.de/?start=' + encodeURIComponent(startParameter),
    host: host,
    folder: (parts && parts[3]) || '/',
    secure: secure,
    reach: !parts ? 'disk' : THIS_COMPUTER.test(host) ? 'computer' : 'network',
  };
}
