declare const __VERSION__: string;
declare const __BUILT_AT__: number;

/** Version of the plugin, from package.json. */
export const VERSION = __VERSION__;
/** The day on which the page was built, ms since 1970. A clock that is earlier is wrong. */
export const BUILT_AT_MS = __BUILT_AT__;
