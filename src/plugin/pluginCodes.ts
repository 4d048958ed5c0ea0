import type { RemoteNotice } from '../remote/remoteCodes.js';
import type { ReportNotice } from '../report/reportCodes.js';
import type { TvxNotice } from '../tvx/tvxCodes.js';
import type { CodeTable, NoticeOf } from '../tvx/notice.js';

/** What to do depends on what is wrong. */
const DEPENDS = '' as string;

/** What the plugin itself writes to the log or shows. What each means and what to do: README, "When something is wrong". */
export const PLUGIN_CODES = {
  'config-name-invalid': ['error'],
  'config-unreachable': ['error'],
  'config-not-json': ['error'],
  'config-key-invalid': ['error'],
  'config-key-unknown': ['error'],
  'document-unreachable': ['error', DEPENDS],
  'document-timeout': ['error', DEPENDS],
  'document-status': ['error', DEPENDS],
  'document-not-json': ['error', DEPENDS],
  'document-refused': ['error', DEPENDS],
  'document-wrong': ['error', DEPENDS],
  'menu-redirected': ['warn', 'Write the new address under "menu".'],
  'menu-kept': ['warn', DEPENDS],
  'unpaired': ['warn', 'Pair it again.'],
  'page-refused': ['error', 'If it is yours, add its origin to "origins".'],
  'list-failed': ['error'],
  'request-unknown': ['warn'],
  'request-failed': ['error', DEPENDS],
  'check-done': ['info'],
  'plugin-failed': ['error'],
} as const satisfies CodeTable;

/** A notice of this room. */
export type PluginNotice = NoticeOf<typeof PLUGIN_CODES>;

/** The codes of what is wrong with the configuration. */
export type ConfigCode = Extract<PluginNotice['code'], `config-${string}`>;

/** The codes of what goes wrong with a document. */
export type DocumentCode = Extract<PluginNotice['code'], `document-${string}`>;

/** A notice of any room of the page. */
export type PageNotice = PluginNotice | TvxNotice | ReportNotice | RemoteNotice;
