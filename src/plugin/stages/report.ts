// The third stage: reporting, for which the first menu does not wait.
import { beginReporting } from '../beginReporting.js';
import { provide } from '../stages.js';
import { plugin } from './documents.js';
import { first } from './first.js';

plugin.report(beginReporting(first!, plugin));
provide('report', true);
