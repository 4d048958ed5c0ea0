import { v5 } from 'uuid';

/** RFC 9562, 6.6: the namespace for names that are URLs. */
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/**
 * The player key that follows from a device ID: UUID version 5 of the name `msx:device:<deviceId>` in the
 * URL namespace (RFC 9562, 5.5). The same TV has the same key in every plugin that follows this rule.
 *
 * @param deviceId what MSX gives, taken as it is: IDs that differ in case only are different TVs.
 */
export function playerKeyOf(deviceId: string): string {
  return v5(`msx:device:${deviceId}`, URL_NAMESPACE);
}
