import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import type { History } from './createHistory.js';
import { historyPage } from './historyPage.js';
import { busyAction, showAgain } from './pageActions.js';
import type { PageTools } from './pageTools.js';

const FLAG = 'msx-player-history';

/** The requests `history`, for the page, and `history-forget`, which its button makes. */
export const createHistoryPages =
  (tools: PageTools, history: History) =>
  (dataId: string): Promise<JsonObject> | null => {
    const again = showAgain(tools, FLAG, 'history');
    if (dataId === 'history-forget') {
      history.forget();
      return Promise.resolve(actionAnswer(again));
    }
    if (dataId !== 'history') return null;
    return history
      .entries()
      .then((entries) =>
        tools.tagDocument(
          historyPage(entries, tools.nowMs(), FLAG, again, busyAction(tools, 'history-forget')),
          tools.pluginUrl,
        ),
      );
  };
