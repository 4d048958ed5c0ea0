// The stage of an author's page (plugin/bundleStages.mjs): it runs behind the module that calls startPlugin.
import { provide } from '../plugin/stages.js';
import { startedAuthor } from './startPlugin.js';

provide('author', startedAuthor());
