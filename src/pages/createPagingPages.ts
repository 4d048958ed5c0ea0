import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import { createVisits } from './createVisits.js';
import type { Visit } from './createVisits.js';
import { textOf } from './foreignValues.js';
import { loadPiece, withMoreButton } from './listPieces.js';
import type { Pieces, PiecesAnswer } from './listPieces.js';
import { busyAction, NOTHING, quietAction } from './pageActions.js';
import type { PageTools } from './pageTools.js';
import { numberOf } from './readInputRequest.js';

/** What is asked for at once where the request does not say. */
const DEFAULT_LIMIT = 20;

interface Paging {
  pieces: Pieces | null;
  isAsking: boolean;
}

/** `URL|LIMIT`, as MSX's paging plugin has it (knowledge base: Paging Plugin). */
function readPagingRequest(text: string): { url: string; limit: number } {
  const [url, limit] = text.split('|');
  return { url: url!, limit: numberOf(limit, DEFAULT_LIMIT) };
}

/**
 * Lists in pieces as MSX's paging plugin has them, without unloading this one. The requests: `paging:<what MSX's would
 * get>` for the page, and what its button asks for.
 * @param failed the document that says what is wrong, in the place of a page
 * @returns the answer to a request; null where it is not for these pages. Never rejected where `fetchDocument` is not.
 */
export function createPagingPages(
  tools: PageTools,
  failed: (message: string, dataId: string) => JsonObject,
): (dataId: string) => Promise<JsonObject> | null {
  const visits = createVisits<Paging>(tools, 'paging', () => ({ pieces: null, isAsking: false }));

  function load({ state, text }: Visit<Paging>): Promise<PiecesAnswer> {
    const { url, limit } = readPagingRequest(text);
    state.isAsking = true;
    return loadPiece(tools, url, {}, limit, state.pieces).then((answer) => {
      state.isAsking = false;
      if (!('problem' in answer)) state.pieces = answer;
      return answer;
    });
  }

  function document(visit: Visit<Paging>, pieces: Pieces): JsonObject {
    const given = pieces.document;
    // Actions of the document itself may name its flag.
    visit.flag = textOf(given.flag) || visit.flag;
    const list = { ...given, flag: visit.flag };
    if (!pieces.hasMore) return list;
    const dataId = `paging-more:${visit.id}`;
    const columns = given.compress === true ? 16 : 12;
    return withMoreButton(list, columns, quietAction(tools, dataId), busyAction(tools, dataId));
  }

  function more(visit: Visit<Paging> | null): Promise<JsonObject> {
    if (!visit || !visit.state.pieces) return Promise.resolve(actionAnswer('reload:content'));
    if (visit.state.isAsking || !visit.state.pieces.hasMore) return Promise.resolve(actionAnswer(NOTHING));
    return load(visit).then((answer) =>
      actionAnswer('problem' in answer ? `error:${answer.problem.message}` : visits.showAgain(visit)),
    );
  }

  return (dataId) => {
    const button = /^paging-more:(.*)$/.exec(dataId);
    if (button) return more(visits.find(button[1]!));
    const visit = visits.of(dataId);
    if (!visit) return null;
    const { pieces } = visit.state;
    if (pieces) return Promise.resolve(document(visit, pieces));
    return load(visit).then((answer) =>
      'problem' in answer ? failed(answer.problem.message, dataId) : document(visit, answer),
    );
  };
}
