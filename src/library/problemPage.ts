import { plainText } from '../msx/plainText.js';
import type { PageKind } from '../msx/pageRequest.js';
import { PROBLEM_FLAG } from '../plugin/problemFlag.js';
import { problemDocument } from '../plugin/problemDocument.js';
import type { Problem, ProblemDocument } from '../plugin/problemDocument.js';
import { retryAction } from '../plugin/retryAction.js';
import type { About } from '../tvx/about.js';

/** What the page has to know of MSX, and of what was asked for. */
export interface ProblemPageOptions {
  /** Of `requestAbout`: how MSX asks again depends on its version, and on how it knows the page. */
  about: About;
  /** The page's own address, where MSX does not say. */
  pageUrl: string;
  /** The request that it answers: "Try again" asks it anew. */
  dataId: string;
  /** What MSX makes of the answer; null where that is not known. */
  kind?: PageKind | null;
}

/**
 * What a person sees instead: what went wrong, what to do about it, and a button that asks again. It is a menu and a
 * content page in one, so that it answers either request; where a playlist is wanted, an empty one.
 * @example problemPage({ code: 'films-missing', message: 'The shop does not answer.' }, { about, pageUrl, dataId: 'films' })
 */
export const problemPage = (
  problem: Problem,
  { about, pageUrl, dataId, kind = null }: ProblemPageOptions,
): ProblemDocument =>
  problemDocument(
    problem,
    kind,
    (one) => retryAction(about, pageUrl, one, PROBLEM_FLAG, dataId),
    (text) => plainText(text, about.build),
  );
