import type { JsonObject } from '../msx/json.js';
import { askLibrary } from './askLibrary.js';
import { askService, createInputPages } from './createInputPages.js';
import { createPagingPages } from './createPagingPages.js';
import { ownRequest } from './ownRequest.js';
import type { PageTools } from './pageTools.js';

/** The answer to a request; null where it is not for these pages. */
type Answer = (dataId: string) => Promise<JsonObject> | null;

/**
 * The pages that the plugin gives itself: `input:…` and `paging:…` in the place of MSX's own plugins, and `search:…`,
 * which needs no server.
 * @param failed the document that says what is wrong, in the place of the one that `dataId` asked for
 * @param others those that know more of the plugin, such as the history
 */
export function createPages(
  tools: PageTools,
  failed: (message: string, dataId: string) => JsonObject,
  others: Answer[],
): Answer {
  const answers = [
    createInputPages(tools, 'input', askService(tools), 'default'),
    createInputPages(tools, 'search', askLibrary(tools), 'search'),
    createPagingPages(tools, failed),
  ].concat(others);
  return (dataId) => {
    const own = ownRequest(dataId);
    for (let i = 0; i < answers.length; i++) {
      const answer = answers[i]!(own);
      if (answer) return answer;
    }
    return null;
  };
}
