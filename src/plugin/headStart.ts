import type { createReporter } from '../report/createReporter.js';
import type { BegunRequest } from '../tvx/get.js';
import type { ConfigFile } from './configFile.js';

/** The menu at the address of the last start. */
export interface BegunMenu {
  address: string;
  begun: BegunRequest;
}

/** What the first script of the page (head.ts) has asked for; the second one takes it from there. */
export interface HeadStart {
  configFile: ConfigFile;
  config: BegunRequest | null;
  menu: BegunMenu | null;
  /** Under which name localStorage, which answers at once, keeps the address of the menu for the next start. */
  menuKey: string;
}

/** Where the one script leaves it for the other. @wire shallow */
export interface HeadStartWindow extends Window {
  headStart: HeadStart;
}

/** Where the script of reporting (reporting.ts) leaves what it is for. @wire shallow */
export interface ReportingWindow extends Window {
  createReporter: typeof createReporter;
}
