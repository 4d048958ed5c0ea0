const VERSION = /^\d{1,5}(?:\.\d{1,5}){1,3}$/;

/**
 * The version that MSX adds as `v` to each JSON document it loads by itself (MSX, Requests). What the plugin
 * loads for it has none.
 * @param value `v` of the query, decoded
 */
export function readMsxVersion(value: unknown): string | undefined {
  return typeof value === 'string' && VERSION.test(value) ? value : undefined;
}

/**
 * The N of MSX 0.1.N, by which it learned what it can do; a later main version can do everything.
 * @returns 0 for none
 */
export function msxBuild(version: string | null | undefined): number {
  const [, main, sub, build] = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (build === undefined) return 0;
  return Number(main) > 0 || Number(sub) > 1 ? Infinity : Number(build);
}
