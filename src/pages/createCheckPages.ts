import type { JsonObject } from '../msx/json.js';
import { checkPage } from './checkPage.js';
import type { CheckState } from './checkPage.js';
import { showAgain } from './pageActions.js';
import type { PageTools } from './pageTools.js';

const FLAG = 'msx-player-check';

/** Those whose order is looked at; as many as tell it. */
const SEEN = /^(?:slider:(?:load|visible|stop)|video:(?:load|play|stop))$/;
const MOST_SEEN = 20;

interface CheckPages {
  /** Hears what MSX says, by the reporter's names. */
  tell: (event: { type: string }) => void;
  /** The answer to `check`; null for another request. */
  answer: (dataId: string) => Promise<JsonObject> | null;
}

/** @param find all that the page shows, but what was seen */
export function createCheckPages(
  tools: Pick<PageTools, 'pluginUrl' | 'build'>,
  find: () => Promise<Omit<CheckState, 'seen'>>,
): CheckPages {
  const seen: string[] = [];
  return {
    tell: ({ type }) => {
      if (SEEN.test(type) && seen.length < MOST_SEEN) seen.push(type);
    },
    answer: (dataId) =>
      dataId === 'check'
        ? find().then((state) => checkPage({ ...state, seen }, FLAG, showAgain(tools, FLAG, 'check')))
        : null,
  };
}
