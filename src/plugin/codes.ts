import type { Notice } from '../tvx/notice.js';

/** What the plugin itself writes to the log or shows, each with what it means. The README has the same table. */
export const PLUGIN_CODES = {
  'config-name-invalid': 'The name behind `?config=` is not one.',
  'config-unreachable': 'The configuration could not be fetched.',
  'config-not-json': 'The configuration is not JSON.',
  'config-key-invalid': 'A key of the configuration has a value that it cannot have.',
  'config-key-unknown': 'The configuration has a key that means nothing.',
  'document-unreachable':
    'The host of a menu or page does not answer, or does not let the page read the answer.',
  'document-timeout': 'The host of a menu or page did not answer in time.',
  'document-status': 'The host answered with an error status.',
  'document-not-json': 'The document is not JSON.',
  'document-refused': 'The server answered with an error instead of a document.',
  'document-wrong': 'The document is JSON, but not a menu or content page.',
  'menu-redirected': 'The menu came from another origin than the one that was asked, and got the device ID.',
  'page-refused': 'A page was asked for that is not on one of the owner’s origins.',
  'request-unknown': 'MSX asked the plugin for something that it does not have.',
  'plugin-failed': 'An error in the plugin itself.',
} as const;

export type PluginCode = keyof typeof PLUGIN_CODES;

/** A notice with a code of this room. */
export interface PluginNotice extends Notice {
  code: PluginCode;
}
