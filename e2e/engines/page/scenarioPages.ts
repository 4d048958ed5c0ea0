import type { ScenarioPage } from './scenarioPage.js';
import { brokerLost } from '../scenarios/brokerLost/page.js';
import { identity } from '../scenarios/identity/page.js';
import { landing } from '../scenarios/landing/page.js';
import { media } from '../scenarios/media/page.js';
import { nestedPage } from '../scenarios/nestedPage/page.js';
import { reloadOutbox } from '../scenarios/reloadOutbox/page.js';
import { silentApp } from '../scenarios/silentApp/page.js';
import { slideshow } from '../scenarios/slideshow/page.js';
import { statusPage } from '../scenarios/statusPage/page.js';
import { storageRefused } from '../scenarios/storageRefused/page.js';
import { taggingDeep } from '../scenarios/taggingDeep/page.js';
import { taggingLinks } from '../scenarios/taggingLinks/page.js';

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
