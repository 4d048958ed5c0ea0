import './promise.js';
import { libraryAddresses } from '../tvx/library.js';
import type { HeadStartWindow, ReportingWindow } from './headStart.js';
import { showLanding } from './landing.js';
import { restrict } from './policy.js';
import { startPlugin } from './start.js';

// When the page's own scripts have run.
document.addEventListener('DOMContentLoaded', () => restrict(document, libraryAddresses(window.location)));
if (window.parent === window) showLanding(document, window.location.href);
else startPlugin(window as Window as HeadStartWindow & ReportingWindow);
