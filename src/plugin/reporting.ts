// The third script of the page: reporting, which the first menu does not wait for.
import { createReporter } from '../report/createReporter.js';
import type { ReportingWindow } from './headStart.js';

if (window.parent !== window) (window as Window as ReportingWindow).createReporter = createReporter;
