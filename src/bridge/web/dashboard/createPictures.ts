import { getJson, type PlayerJson, type PostJson } from './callApi.js';
import { byId, make, picture } from './dom.js';
import { gather } from './gather.js';
import { showOn } from './showOn.js';

/** The pictures of the library, each to be shown on TVs. */
interface Pictures {
  /** Fetches them and shows them. @throws what getJson throws */
  load(): Promise<void>;
  /** The same, with what goes wrong told by the page. */
  reload(): void;
}

const PAGE = 24;
/** As many as one answer may have. */
const MOST_AT_ONCE = 200;
/** So long after a key the next one comes, or the search is meant. */
const TYPING_MS = 250;

/** @param options.reload runs `load` and tells what goes wrong */
export function createPictures(options: { players: () => PlayerJson[]; reload: () => void }): Pictures {
  const { players, reload } = options;
  const search = byId('picture-search') as HTMLInputElement;
  const more = byId('more-pictures');
  let wanted = PAGE;
  /** Counts the fetches: an answer that others have overtaken is not shown. */
  let turn = 0;

  async function load(): Promise<void> {
    const mine = ++turn;
    const posts: PostJson[] = [];
    let total = 0;
    do {
      const limit = Math.min(MOST_AT_ONCE, wanted - posts.length);
      const query = new URLSearchParams({
        kind: 'image',
        q: search.value,
        limit: String(limit),
        offset: String(posts.length),
      });
      const page = await getJson<{ posts: PostJson[]; total: number }>(`/api/posts?${query.toString()}`);
      total = page.total;
      posts.push(...page.posts);
      if (page.posts.length < limit) break;
    } while (posts.length < wanted);
    if (mine === turn) show(posts, total);
  }

  function show(posts: PostJson[], total: number): void {
    const isSearching = search.value.trim() !== '';
    byId('picture-count').textContent = total > 0 ? `${total} ${isSearching ? 'found' : 'in all'}` : '';
    search.hidden = total === 0 && !isSearching;
    more.hidden = posts.length >= total;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.post;
    byId('pictures').replaceChildren(
      ...(posts.length > 0
        ? posts.map(tile)
        : [make('p', 'empty', isSearching ? 'No picture is called so.' : 'There are no pictures yet.')]),
    );
    if (focused !== undefined) document.querySelector<HTMLElement>(`[data-post="${focused}"]`)?.focus();
  }

  function tile(post: PostJson): HTMLElement {
    const name = post.title || `Post ${post.id}`;
    const button = make(
      'button',
      'picture',
      make('span', 'screen', picture(post.id, post.kind)),
      make('span', '', name),
    );
    button.title = `Show ${name} on a TV`;
    button.dataset.post = String(post.id);
    button.onclick = () => showOn(post, players());
    return button;
  }

  more.onclick = () => {
    wanted += PAGE;
    reload();
  };
  search.oninput = gather(
    () => {
      wanted = PAGE;
      reload();
    },
    TYPING_MS,
    0,
  );
  return { load, reload };
}
