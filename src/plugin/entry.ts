import './promise.js';
import { showLanding } from './landing.js';
import { startPlugin } from './start.js';

if (window.parent === window) showLanding(document, window.location.href);
else startPlugin(window);
