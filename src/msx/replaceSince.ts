/** MSX replaces data by its flag from 0.1.N on (Replace Action); before, only a restart mends what came at startup. */
export const REPLACE_SINCE = 144;
