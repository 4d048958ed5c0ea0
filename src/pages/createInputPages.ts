import type { JsonObject } from '../msx/json.js';
import { createVisits } from './createVisits.js';
import type { Visit } from './createVisits.js';
import { textOf } from './fields.js';
import { inputDocument, labelUpdates, textUpdate } from './inputDocument.js';
import { inputState, isLongEnough, pressKey } from './inputState.js';
import type { InputState } from './inputState.js';
import { loadPiece } from './listPieces.js';
import type { Pieces, PiecesAnswer } from './listPieces.js';
import { actionAnswer, busyAction, NOTHING, quietAction } from './pageActions.js';
import type { PageTools } from './pageTools.js';
import { readInputRequest } from './readInputRequest.js';
import type { InputType } from './readInputRequest.js';

/** A search asks so long after the last key. */
const PAUSE_MS = 300;
/** MSX itself waits for 30 s. */
const ANSWER_WITHIN_MS = 25_000;

/** How what was typed is answered. @param before the pieces that are there, for the next one */
export type Ask = (state: InputState, before: Pieces | null) => Promise<PiecesAnswer>;

/** By the service that the request names. */
const askService =
  (tools: PageTools): Ask =>
  ({ request, text, layer }, before) =>
    loadPiece(tools, request.url, { INPUT: text, LANG: layer.language }, request.limit, before);

interface Typing extends InputState {
  /** Counts what was asked: an answer to anything but the last is thrown away. */
  asked: number;
  cancelPause: () => void;
}

/**
 * Input and search as MSX's input plugin has them, without unloading this one (knowledge base: Input Plugin). The
 * requests: `input:<what MSX's would get>` for the page, and what its keys ask for.
 * @param kind the first word of the requests
 * @param defaultType what an input is where the request does not say
 * @returns the answer to a request; null where it is not for these pages. Never rejected.
 */
export function createInputPages(
  tools: PageTools,
  kind = 'input',
  ask = askService(tools),
  defaultType: InputType = 'default',
): (dataId: string) => Promise<JsonObject> | null {
  const { build } = tools;
  const visits = createVisits<Typing>(tools, kind, (text) => ({
    ...inputState(readInputRequest(text, defaultType)),
    asked: 0,
    cancelPause: () => undefined,
  }));
  type Page = Visit<Typing>;

  const change = (page: Page, changes: Partial<Typing>): Typing =>
    (page.state = { ...page.state, ...changes });
  const run = ({ action, data }: JsonObject): void =>
    tools.executeAction(action as string, (data as JsonObject | undefined) || undefined);
  const showText = ({ state }: Page): void => run(textUpdate(state, build));

  /** Asks, and puts into the page what comes of it. @returns what is left to be done; null where all is out of date */
  function answered(page: Page, before: Pieces | null): Promise<JsonObject | null> {
    const { asked } = change(page, { asked: page.state.asked + 1, isAsking: true, problem: null });
    return new Promise<PiecesAnswer>((resolve) => {
      const fail = (message: string): void => resolve({ problem: { message } });
      const cancel = tools.setTimer(
        () => fail(`No answer within ${ANSWER_WITHIN_MS / 1000} s.`),
        ANSWER_WITHIN_MS,
      );
      ask(page.state, before)
        .then(resolve, (error: unknown) => fail(String(error)))
        .then(cancel, cancel);
    }).then((answer) => {
      const { state } = page;
      if (state.asked !== asked) return null;
      change(page, { isAsking: false });
      if ('problem' in answer) change(page, { problem: answer.problem.message, found: before });
      else {
        const { data } = answer.document;
        const action = textOf(answer.document.action);
        if (action) {
          if (state.request.inputType === 'secret') change(page, { text: '' });
          return { action, data: data || null };
        }
        change(page, { found: answer });
      }
      return { action: visits.showAgain(page) };
    });
  }

  const tooShort = ({ request }: InputState): JsonObject => ({
    action: `warn:At least ${request.minLength} characters are needed.`,
  });

  /** While somebody types: asks when he pauses, or takes away what is out of date. */
  function search(page: Page, afterMs: number): void {
    page.state.cancelPause();
    const cancelPause = tools.setTimer(() => {
      if (isLongEnough(page.state)) {
        const answer = answered(page, null);
        showText(page);
        void answer.then((next) => {
          if (!next) return;
          if (next.data !== undefined) showText(page); // a server's action: the page stays as it is
          run(next);
        });
      } else if (page.state.found || page.state.problem !== null) {
        change(page, { found: null, problem: null });
        run({ action: visits.showAgain(page) });
      }
    }, afterMs);
    // What is on its way answers another text.
    change(page, { cancelPause, asked: page.state.asked + 1, isAsking: false });
  }

  /** What a key changes on the screen. */
  function press(page: Page, key: string): JsonObject | null {
    const before = page.state;
    const { request } = before;
    if (key === 'done') {
      if (!isLongEnough(before)) return tooShort(before);
      search(page, 0);
      return null;
    }
    change(page, pressKey(before, key));
    if (page.state.text !== before.text && request.inputType === 'search') search(page, PAUSE_MS);
    const after = page.state;
    if (after.layer.language !== before.layer.language || after.layer.signs !== before.layer.signs)
      return { action: visits.showAgain(page) };
    return { action: 'data', data: { actions: labelUpdates(before, after, build) } };
  }

  const document = (page: Page): JsonObject =>
    inputDocument(page.state, build, page.flag, {
      key: (name) =>
        name === 'done' && page.state.request.inputType !== 'search'
          ? busyAction(tools, `${kind}-done:${page.id}`)
          : quietAction(tools, `${kind}-key:${page.id}:${name}`),
      more: (isQuiet) => (isQuiet ? quietAction : busyAction)(tools, `${kind}-more:${page.id}`),
    });

  /** What a page's own action asks for; a page that is not known any more is asked for from the start. */
  function act(name: string, page: Page | null, key: string): Promise<JsonObject | null> {
    if (!page) return Promise.resolve({ action: 'reload:content' });
    if (name === 'done')
      return isLongEnough(page.state) ? answered(page, null) : Promise.resolve(tooShort(page.state));
    if (name === 'more')
      return page.state.found && page.state.found.hasMore && !page.state.isAsking
        ? answered(page, page.state.found)
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
    return (isFilled ? answered(page, null) : Promise.resolve()).then(() => document(page));
  };
}
