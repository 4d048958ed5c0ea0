// The third stage: reporting, for which the first menu does not wait.
import { provide } from '../stages.js';
import { startReporting } from '../startReporting.js';
import { plugin } from './documents.js';

plugin.report(startReporting);
provide('report', true);
