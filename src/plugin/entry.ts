import './promise.js';
import { VERSION } from './constants.js';
import { showLanding } from './landing.js';
import { startPlugin } from './start.js';

if (window.parent === window) showLanding({ document, pageUrl: window.location.href, version: VERSION });
else startPlugin(window);
