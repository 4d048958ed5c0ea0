/** Which configuration a page takes. */
export interface ConfigFile {
  /** Its name; it stands beside the page. */
  file: string;
  /** Whether the query asks for one whose name cannot be; then it is `plugin.config.json` all the same. */
  isWrong: boolean;
}

/**
 * `plugin.config.json`, or what `?config=` names. No other query parameter changes what the plugin does: whoever
 * can make a TV open an address must not be able to send credentials or IDs elsewhere.
 * @param query of the page's address, with its question mark; empty where there is none
 */
export function configFileOf(query: string): ConfigFile {
  const named = /[?&]config=([^&]*)/.exec(query);
  const isWrong = !!named && !/^[a-z0-9-]{1,64}$/.test(named[1]!);
  return { file: `${named && !isWrong ? named[1]! : 'plugin'}.config.json`, isWrong };
}
