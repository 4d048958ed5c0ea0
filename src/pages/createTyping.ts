import type { JsonObject } from '../msx/json.js';
import type { Visit, Visits } from './createVisits.js';
import { textOf } from './foreignValues.js';
import { labelUpdates, textUpdate } from './inputDocument.js';
import { isLongEnough, pressKey } from './inputState.js';
import type { InputState } from './inputState.js';
import type { Pieces, PiecesAnswer } from './listPieces.js';
import type { PageTools } from './pageTools.js';

/** A search asks so long after the last key. */
const PAUSE_MS = 300;
/** MSX itself waits for 30 s. */
const ANSWER_WITHIN_MS = 25_000;

/** How what was typed is answered. @param before the pieces that are there, for the next one */
export type Ask = (state: InputState, before: Pieces | null) => Promise<PiecesAnswer>;

export interface TypingState extends InputState {
  /** Counts what was asked: an answer to anything but the last is thrown away. */
  asked: number;
  cancelPause: () => void;
}

type Page = Visit<TypingState>;

interface Typing {
  /** Asks, and puts into the page what comes of it. @returns what is left to be done; null where all is out of date */
  submit: (page: Page, before: Pieces | null) => Promise<JsonObject | null>;
  /** What a key changes on the screen. */
  press: (page: Page, key: string) => JsonObject | null;
}

export const tooShort = ({ request }: InputState): JsonObject => ({
  action: `warn:At least ${request.minLength} characters are needed.`,
});

/** What happens on a page while somebody types. */
export function createTyping(tools: PageTools, visits: Visits<TypingState>, ask: Ask): Typing {
  const { build } = tools;
  const change = (page: Page, changes: Partial<TypingState>): TypingState =>
    (page.state = { ...page.state, ...changes });
  const run = ({ action, data }: JsonObject): void =>
    tools.executeAction(action as string, (data as JsonObject | undefined) || undefined);
  const showText = ({ state }: Page): void => run(textUpdate(state, build));

  function submit(page: Page, before: Pieces | null): Promise<JsonObject | null> {
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

  /** While somebody types: asks when he pauses, or takes away what is out of date. */
  function search(page: Page, afterMs: number): void {
    page.state.cancelPause();
    const cancelPause = tools.setTimer(() => {
      if (isLongEnough(page.state)) {
        const answer = submit(page, null);
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

  return { submit, press };
}
