import type { beginRequest } from '../tvx/beginRequest.js';
import type { Made } from './made.js';

/** What a TV may do at the server that `registration` names; the token itself is nowhere in it. */
export interface Access {
  /** Sends a GET, with the token where that server is asked. */
  beginRequest: typeof beginRequest;
  /** The menu, or that of a TV which is not paired, or not any more. */
  menu: (ask: () => Promise<Made>) => Promise<Made>;
  /** The server's key for this TV; null = it is not paired, or not any more. */
  playerKey: () => string | null;
  /** The broker refuses the credentials. @param times in a row */
  refused: (times: number) => void;
}
