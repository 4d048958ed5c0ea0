// What is known of the pages that a TV has open, or may come back to.
import { isReloaded, showAgain } from './pageActions.js';
import type { PageTools } from './pageTools.js';

/** A page that was asked for. */
export interface Visit<State> {
  /** No other page has it. */
  id: string;
  /** By which MSX replaces it: `id`, where the document has no flag of its own. */
  flag: string;
  /** What was asked for. */
  text: string;
  state: State;
}

/** So many pages are remembered; an older one begins anew when somebody comes back to it. */
const MOST_VISITS = 10;
/** MSX asks for what it shows anew at once. */
const RELOADED_WITHIN_MS = 5000;

export interface Visits<State> {
  /** The page that a request for a document is for: a new one, or the one that is shown again. Null: not for us. */
  of: (dataId: string) => Visit<State> | null;
  /** The page that one of its own actions came from; null where it is not known any more. */
  find: (id: string) => Visit<State> | null;
  /** Shows the page anew, if it is still shown. */
  showAgain: (visit: Visit<State>) => string;
}

/**
 * Keeps a state for each page. MSX asks for a page that is shown anew by its ID; an old one by the first request
 * again, which is then not another visit.
 * @param kind the first word of its requests
 * @param create the state of a new page
 */
export function createVisits<State>(
  tools: Pick<PageTools, 'pluginUrl' | 'build' | 'nowMs'>,
  kind: string,
  create: (text: string) => State,
): Visits<State> {
  let visits: Visit<State>[] = [];
  let reloaded: Visit<State> | null = null;
  let reloadedAtMs = 0;
  let count = 0;
  // A page may outlive the plugin: its ID is not to be one of the plugin's next life.
  const life = tools.nowMs().toString(36);
  const asked = new RegExp(`^${kind}(?:-again:([^:]*))?:([^]*)$`);

  const find = (id: string): Visit<State> | null => visits.filter((visit) => visit.id === id)[0] || null;
  const open = (text: string): Visit<State> => {
    const id = `${kind}-${life}-${count++}`;
    const visit = { id, flag: id, text, state: create(text) };
    visits = visits.concat(visit).slice(-MOST_VISITS);
    return visit;
  };

  return {
    of: (dataId) => {
      const [, id, text] = asked.exec(dataId) || [];
      if (text === undefined) return null;
      if (id !== undefined) return find(id) || open(text);
      const known = reloaded;
      reloaded = null;
      const isSoon = tools.nowMs() - reloadedAtMs < RELOADED_WITHIN_MS;
      return known && known.text === text && isSoon ? known : open(text);
    },
    find,
    showAgain: (visit) => {
      reloaded = isReloaded(tools) ? visit : null;
      reloadedAtMs = tools.nowMs();
      return showAgain(tools, visit.flag, `${kind}-again:${visit.id}:${visit.text}`);
    },
  };
}
