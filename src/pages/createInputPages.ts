import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import { createTyping, tooShort } from './createTyping.js';
import type { Ask, TypingState } from './createTyping.js';
import { createVisits } from './createVisits.js';
import type { Visit } from './createVisits.js';
import { inputDocument } from './inputDocument.js';
import { inputState, isLongEnough } from './inputState.js';
import { loadPiece } from './listPieces.js';
import { busyAction, NOTHING, quietAction } from './pageActions.js';
import type { PageTools } from './pageTools.js';
import { readInputRequest } from './readInputRequest.js';
import type { InputType } from './readInputRequest.js';

/** By the service that the request names. */
export const askService =
  (tools: PageTools): Ask =>
  ({ request, text, layer }, before) =>
    loadPiece(tools, request.url, { INPUT: text, LANG: layer.language }, request.limit, before);

/**
 * Input and search as MSX's input plugin has them, without unloading this one (knowledge base: Input Plugin). The
 * requests: `input:<what MSX's would get>` for the page, and what its keys ask for.
 * @param kind the first word of the requests
 * @param ask how what was typed is answered
 * @param defaultType what an input is where the request does not say
 * @returns the answer to a request; null where it is not for these pages. Never rejected.
 */
export function createInputPages(
  tools: PageTools,
  kind: string,
  ask: Ask,
  defaultType: InputType,
): (dataId: string) => Promise<JsonObject> | null {
  const visits = createVisits<TypingState>(tools, kind, (text) => ({
    ...inputState(readInputRequest(text, defaultType)),
    asked: 0,
    cancelPause: () => undefined,
  }));
  const { submit, press } = createTyping(tools, visits, ask);

  const document = (page: Visit<TypingState>): JsonObject =>
    inputDocument(page.state, tools.build, page.flag, {
      key: (name) =>
        name === 'done' && page.state.request.inputType !== 'search'
          ? busyAction(tools, `${kind}-done:${page.id}`)
          : quietAction(tools, `${kind}-key:${page.id}:${name}`),
      more: (isQuiet) => (isQuiet ? quietAction : busyAction)(tools, `${kind}-more:${page.id}`),
    });

  /** What a page's own action asks for; a page that is not known any more is asked for from the start. */
  function act(name: string, page: Visit<TypingState> | null, key: string): Promise<JsonObject | null> {
    if (!page) return Promise.resolve({ action: 'reload:content' });
    if (name === 'done')
      return isLongEnough(page.state) ? submit(page, null) : Promise.resolve(tooShort(page.state));
    if (name === 'more')
      return page.state.found && page.state.found.hasMore && !page.state.isAsking
        ? submit(page, page.state.found)
        : Promise.resolve(null);
    return Promise.resolve(press(page, key));
  }

  const own = new RegExp(`^${kind}-(key|done|more):([^:]*):?(.*)$`);
  return (dataId) => {
    const action = own.exec(dataId);
    if (action)
      return act(action[1]!, visits.find(action[2]!), action[3]!).then((next) =>
        next ? actionAnswer(next.action as string, next.data) : actionAnswer(NOTHING),
      );
    const page = visits.of(dataId);
    if (!page) return null;
    const { asked, text, request } = page.state;
    const isFilled = asked === 0 && text !== '' && request.inputType === 'search' && isLongEnough(page.state);
    // MSX cannot be told to show what is found before it shows the page.
    return (isFilled ? submit(page, null) : Promise.resolve()).then(() => document(page));
  };
}
