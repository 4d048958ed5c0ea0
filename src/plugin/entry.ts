import './promise.js';
import { libraryAddresses } from '../tvx/loadLibrary.js';
import type { HeadStartWindow, ReportingWindow } from './headStart.js';
import { showLanding } from './showLanding.js';
import { restrict } from './restrict.js';
import { startPlugin } from './startPlugin.js';

// When the page's own scripts have run.
document.addEventListener('DOMContentLoaded', () => restrict(document, libraryAddresses(window.location)));
if (window.parent === window) showLanding(document, window.location.href);
else startPlugin(window as Window as HeadStartWindow & ReportingWindow);
