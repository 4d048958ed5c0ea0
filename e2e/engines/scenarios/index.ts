import type { Scenario } from '../scenario.js';
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

export const SCENARIOS: Scenario[] = [
  identity,
  taggingLinks,
  taggingDeep,
  nestedPage,
  slideshow,
  media,
  brokerLost,
  reloadOutbox,
  storageRefused,
  silentApp,
  statusPage,
  landing,
];
