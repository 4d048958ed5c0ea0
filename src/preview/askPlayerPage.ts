import { type Loaded, unwrap } from './requestJson.js';

/** The player page that plays, as far as it is asked. */
export interface AskedPage {
  request(dataId: string, data: unknown, done: (loaded: Loaded) => void): void;
}

/** `request:player:ID`: the player page that plays answers. */
export function askPlayerPage(
  page: AskedPage | null,
  dataId: string,
  data: unknown,
  done: (loaded: Loaded) => void,
): void {
  const url = `request:player:${dataId}`;
  if (page === null) done({ ok: false, title: 'No player page', message: 'No player page plays.', url });
  else page.request(dataId, data, (answer) => done(answer.ok ? unwrap(answer.data, url) : answer));
}
