const VERSION = /^\d{1,5}(?:\.\d{1,5}){1,3}$/;

/**
 * The version that MSX adds as `v` to each JSON document it loads by itself (MSX, Requests). What the plugin
 * loads for it has none.
 * @param value `v` of the query, decoded
 */
export function readMsxVersion(value: unknown): string | undefined {
  return typeof value === 'string' && VERSION.test(value) ? value : undefined;
}
