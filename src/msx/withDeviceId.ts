/** The query parameter that tells a server which TV asks (seeds: dynamic-msx-players, 3.1). */
export const DEVICE_ID_PARAMETER = 'device_id';

/** Whether the part `name` or `name=value` of a query is the device ID, however its name is encoded. */
function isDeviceId(part: string): boolean {
  const equals = part.indexOf('=');
  const name = equals < 0 ? part : part.slice(0, equals);
  return name === DEVICE_ID_PARAMETER || /^device%5fid$/i.test(name);
}

/**
 * The URL with `device_id=<value>` in its query, before a fragment. A URL that has one keeps a single one, at
 * its first place, with this value.
 * @param encodedId the device ID, percent-encoded
 * @example withDeviceId('http://host.test/a.json?x=1', 'TV-1') // 'http://host.test/a.json?x=1&device_id=TV-1'
 */
export function withDeviceId(url: string, encodedId: string): string {
  const hash = url.indexOf('#');
  const fragment = hash < 0 ? '' : url.slice(hash);
  const address = hash < 0 ? url : url.slice(0, hash);
  const parameter = `${DEVICE_ID_PARAMETER}=${encodedId}`;
  const question = address.indexOf('?');
  if (question < 0) return `${address}?${parameter}${fragment}`;
  const query = address.slice(question + 1);
  if (!/device(?:_|%5f)id/i.test(query)) {
    const separator = query === '' || query.charAt(query.length - 1) === '&' ? '' : '&';
    return `${address}${separator}${parameter}${fragment}`;
  }
  const parts: string[] = [];
  query.split('&').forEach((part) => {
    if (!isDeviceId(part)) parts.push(part);
    else if (parts.indexOf(parameter) < 0) parts.push(parameter);
  });
  if (parts.indexOf(parameter) < 0) parts.push(parameter);
  return `${address.slice(0, question)}?${parts.join('&')}${fragment}`;
}

/** Whether the URL's query has one already. */
export const hasDeviceId = (url: string): boolean => /[?&]device(?:_|%5f)id(?:[=&#]|$)/i.test(url);
