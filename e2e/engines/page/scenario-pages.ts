import type { ScenarioPage } from './scenario-page.js';
import { brokerLost } from './broker-lost.js';
import { identity } from './identity.js';
import { landing } from './landing.js';
import { media } from './media.js';
import { nestedPage } from './nested-page.js';
import { reloadOutbox } from './reload-outbox.js';
import { silentApp } from './silent-app.js';
import { slideshow } from './slideshow.js';
import { statusPage } from './status-page.js';
import { storageRefused } from './storage-refused.js';
import { taggingDeep } from './tagging-deep.js';
import { taggingLinks } from './tagging-links.js';

/** The half of each scenario that runs in the page; the other half is in ../scenarios. */
export const SCENARIO_PAGES: Record<string, ScenarioPage> = {
  'identity': identity,
  'tagging-links': taggingLinks,
  'tagging-deep': taggingDeep,
  'nested-page': nestedPage,
  'slideshow': slideshow,
  'media': media,
  'broker-lost': brokerLost,
  'reload-outbox': reloadOutbox,
  'storage-refused': storageRefused,
  'silent-app': silentApp,
  'status-page': statusPage,
  'landing': landing,
};
