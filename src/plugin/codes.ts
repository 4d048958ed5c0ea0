import type { Notice } from '../tvx/notice.js';

/** What the plugin itself writes to the log or shows, each with what it means. The README has the same table. */
export const PLUGIN_CODES = {
  CONFIG_NAME_INVALID: 'The name behind `?config=` is not one.',
  CONFIG_UNREACHABLE: 'The configuration could not be fetched.',
  CONFIG_NOT_JSON: 'The configuration is not JSON.',
  CONFIG_KEY_INVALID: 'A key of the configuration has a value that it cannot have.',
  CONFIG_KEY_UNKNOWN: 'The configuration has a key that means nothing.',
  DOCUMENT_UNREACHABLE:
    'The host of a menu or page does not answer, or does not let the page read the answer.',
  DOCUMENT_TIMEOUT: 'The host of a menu or page did not answer in time.',
  DOCUMENT_STATUS: 'The host answered with an error status.',
  DOCUMENT_NOT_JSON: 'The document is not JSON.',
  DOCUMENT_WRONG: 'The document is JSON, but not a menu or content page.',
  PAGE_REFUSED: 'A page was asked for that is not on one of the owner’s origins.',
  REQUEST_UNKNOWN: 'MSX asked the plugin for something that it does not have.',
  PLUGIN_FAILED: 'An error in the plugin itself.',
} as const;

export type PluginCode = keyof typeof PLUGIN_CODES;

/** A notice with a code of this room. */
export interface PluginNotice extends Notice {
  code: PluginCode;
}
