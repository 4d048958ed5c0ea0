import type { PageKind } from '../msx/pageRequest.js';
import type { ActionText } from '../msx/types/actionText.js';
import type { PagedContent, TemplatedContent } from '../msx/types/contentRoot.js';
import type { MenuRoot } from '../msx/types/menuRoot.js';
import type { Notice } from '../tvx/notice.js';
import { PROBLEM_FLAG } from './problemFlag.js';

/** What is shown of a notice, of any code. */
export type Problem = Pick<Notice, 'code' | 'message' | 'remedy'>;

/** @wire */
type Failure = { error: string };

/** A menu and a content page in one; or, for what is only played, a list of nothing. */
export type ProblemDocument = (MenuRoot & PagedContent & Failure) | TemplatedContent;

function content(problem: Problem, retry: ActionText, plain: (text: string) => string): PagedContent {
  return {
    flag: PROBLEM_FLAG,
    headline: 'This does not work yet',
    important: true,
    cache: false,
    reuse: false,
    pages: [
      {
        // Within the grid of panels, 8 × 6.
        items: [
          {
            type: 'space',
            layout: '0,0,8,4',
            headline: plain(problem.message),
            text: `{br}${plain(problem.remedy ?? '')}{br}{br}{txt:msx-white-soft:${problem.code}}`,
          },
          {
            type: 'button',
            layout: '0,4,4,1',
            icon: 'refresh',
            label: 'Try again',
            action: retry,
            focus: true,
          },
        ],
      },
    ],
  };
}

/**
 * A problem as a menu and a content page in one, since a request does not always say which of the two is wanted, and
 * MSX ignores what it does not know. Without a menu at all MSX would be stuck at its start. Playlists and slideshows
 * cannot show it: they get nothing to play, and MSX is not to keep that.
 * @param retry the action that asks again, for each kind
 * @param plain makes a text one that MSX shows as it is
 */
export function problemDocument(
  problem: Problem,
  kind: PageKind | null,
  retry: (kind: PageKind | null) => ActionText,
  plain: (text: string) => string,
): ProblemDocument {
  if (kind === 'playlist' || kind === 'slideshow')
    return { flag: PROBLEM_FLAG, cache: false, reuse: false, template: { layout: '0,0,1,1' }, items: [] };
  return {
    // For `video:resolve:` and the like, which want an address.
    error: plain(problem.message),
    ...content(problem, retry(kind === 'menu' ? null : kind), plain),
    menu: [{ icon: 'warning', label: 'Problem', data: content(problem, retry('menu'), plain) }],
  };
}
