import { formatUuid, sha1 } from './uuid.js';

/** RFC 9562, 6.6: the namespace for names that are URLs, 6ba7b811-9dad-11d1-80b4-00c04fd430c8, as bytes. */
const URL_NAMESPACE = '\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8';

/**
 * The player key that follows from a device ID: UUID version 5 of the name `msx:device:<deviceId>` in the
 * URL namespace (RFC 9562, 5.5). The same TV has the same key in every plugin that follows this rule.
 *
 * @param deviceId what MSX gives, taken as it is: IDs that differ in case only are different TVs.
 * @example playerKeyOf('TV-1') // 'a49f8f48-3f71-5a50-8b1b-44ae80facc35'
 */
export function playerKeyOf(deviceId: string): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- how an engine without TextEncoder makes UTF-8
  return formatUuid(sha1(URL_NAMESPACE + unescape(encodeURIComponent(`msx:device:${deviceId}`))), 5);
}
