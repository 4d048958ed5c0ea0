// The fourth stage: the pages of the plugin itself.
import { problemDocument } from '../problemDocument.js';
import { retryAction } from '../retryAction.js';
import { provide } from '../stages.js';
import { statusPage } from '../statusPage.js';

const pages = { problemDocument, retryAction, statusPage };
/** @wire shallow */
export type Pages = typeof pages;

provide('pages', pages);
