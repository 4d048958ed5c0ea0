/** MSX replaces data by flag from here on (Replace Action); before, nothing but a restart mends what came at startup. */
export const REPLACE_SINCE = 144;
/** Of each problem that is shown. */
export const PROBLEM_FLAG = 'msx-player-problem';
