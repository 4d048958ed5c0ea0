// What the page shows in a browser; on a TV it never runs.
import { showLanding } from '../showLanding.js';
import { provide } from '../stages.js';

showLanding(document, window.location.href);
provide('landing', true);
