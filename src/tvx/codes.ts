/** What this room writes to the log, each with what it means. */
export const TVX_CODES = {
  'tvx-missing': 'The TVX library came neither from beside the page nor from MSX.',
  'device-id-missing': 'MSX gave no device ID; the last one is used if there is one.',
  'storage-refused': 'The TV stores nothing.',
} as const;
