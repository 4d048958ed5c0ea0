/** What this room writes to the log, each with what it means. */
export const TVX_CODES = {
  TVX_MISSING: 'The TVX library came neither from beside the page nor from MSX.',
  TVX_FAILED: 'The TVX library threw an error.',
  DEVICE_ID_MISSING: 'MSX gave no device ID; the last one that it gave is used if there is one.',
  STORAGE_REFUSED: 'The TV stores nothing.',
} as const;

export type TvxCode = keyof typeof TVX_CODES;
