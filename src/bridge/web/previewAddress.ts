const LOOPBACK_ADDRESS = /^(?:127(?:\.\d+){3}|\[::1\])(?=:|$)/;
const LOCALHOST = /^localhost(?=:|$)/i;

/**
 * Where a request for the preview page belongs: the TVX library takes messages from an app at
 * `http://localhost[:port]` only, and the page needs a start parameter.
 * @param host the Host header; a forwarded port stays as the browser sees it
 * @param url path and query of the request
 * @returns `here` if the request is right as it is, `elsewhere` if the browser came by an address that the
 *   library would not accept
 */
export function previewAddress(host: string, url: string): 'here' | 'elsewhere' | { redirect: string } {
  const localHost = host.replace(LOOPBACK_ADDRESS, 'localhost');
  if (!LOCALHOST.test(localHost)) return 'elsewhere';
  const origin = `http://${localHost}`;
  const queryAt = url.indexOf('?');
  const query = queryAt < 0 ? '' : url.slice(queryAt + 1);
  const started = /(?:^|&)start=/.test(query);
  if (started && localHost === host && /^\/preview\//.test(url)) return 'here';
  const start = `start=menu:request:interaction:init@${origin}/preview/plugin/plugin.html`;
  return { redirect: `${origin}/preview/?${[query, started ? '' : start].filter(Boolean).join('&')}` };
}
