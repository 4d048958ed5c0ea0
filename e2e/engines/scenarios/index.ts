import type { Scenario } from '../scenario.js';
import { brokerLost } from './brokerLost/scenario.js';
import { identity } from './identity/scenario.js';
import { landing } from './landing/scenario.js';
import { media } from './media/scenario.js';
import { nestedPage } from './nestedPage/scenario.js';
import { reloadOutbox } from './reloadOutbox/scenario.js';
import { silentApp } from './silentApp/scenario.js';
import { slideshow } from './slideshow/scenario.js';
import { statusPage } from './statusPage/scenario.js';
import { storageRefused } from './storageRefused/scenario.js';
import { taggingDeep } from './taggingDeep/scenario.js';
import { taggingLinks } from './taggingLinks/scenario.js';

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
