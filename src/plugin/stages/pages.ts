// The fifth stage: the pages of the plugin itself.
import { createOwnPages } from '../createOwnPages.js';
import { provide } from '../stages.js';
import { plugin } from './documents.js';
import { first } from './first.js';

provide('pages', createOwnPages(first!, plugin));
