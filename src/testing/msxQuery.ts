/** What a test says of the MSX that it opens. */
export interface MsxOptions {
  /** The start parameter, e.g. `menu:request:interaction:init@http://localhost:8080/plugin.html`. */
  start: string;
  /** The version of MSX that it answers as, e.g. `0.1.114`; without it the newest. */
  version?: string;
  /** MSX never answers what the plugin asks. */
  silent?: boolean;
  /** Nothing is really played: each video and each sound lasts so many seconds. In jsdom always, 60 s where nothing is said. */
  pretendedMediaS?: number;
  /** What else the TV is, by the names in the address of the small MSX: `platform`, `language`, `macAddress`, … */
  settings?: Record<string, string>;
}

/** @returns the query of the host page (src/preview/settings.ts) */
export function msxQuery({ start, version, silent, pretendedMediaS, settings }: MsxOptions): string {
  const query = new URLSearchParams({ start });
  if (version !== undefined) query.set('msxVersion', version);
  if (silent) query.set('app', 'silent');
  if (pretendedMediaS !== undefined) query.set('media', `pretended:${pretendedMediaS}`);
  for (const [name, value] of Object.entries(settings ?? {})) query.set(name, value);
  return query.toString();
}
