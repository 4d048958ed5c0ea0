import { type Host, shows } from '../../page/openHost.js';
import type { ScenarioPage } from '../../page/scenarioPage.js';

/** The keyboard has five rows, and the results begin below. */
const MOST_STEPS = 8;

/** Goes on by a key until an item has the focus. */
function focusOn(host: Host, title: string, key: string, steps = MOST_STEPS): Promise<unknown> {
  const items = host.msx.state().content?.items ?? [];
  if (steps === 0 || items.some((item) => item.focused && item.title === title))
    return host.until(`the focus on ${title}`, ({ content }) =>
      (content?.items ?? []).some((item) => item.focused && item.title === title),
    );
  return host
    .press(key)
    .then(() => host.until('an answer', ({ busy }) => !busy))
    .then(() => focusOn(host, title, key, steps - 1));
}

/** Searches and opens what it finds, goes through a list in pieces, and looks at the history. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('To the search').then((host) =>
    lab
      .server('online')
      .then(() => host.press('right', 'execute'))
      .then(() => host.until('the keyboard', shows('q')))
      .then(() => focusOn(host, 'q', 'right'))
      .then(() => host.press('execute'))
      .then(() => host.until('what was found', shows('A find')))
      .then(() => focusOn(host, 'A find', 'down'))
      .then(() => host.press('execute'))
      .then(() => host.until('the picture', ({ slideshow }) => slideshow?.image === 'shown'))
      .then(() => lab.server('viewed', 1))
      .then(() => host.press('back', 'back'))
      .then(() => host.until('the first page', shows('To the list')))
      .then(() => host.press('right', 'execute'))
      .then(() => host.until('the first piece', shows('Film 4')))
      .then(() => focusOn(host, 'Film 4', 'right'))
      .then(() => host.press('right'))
      .then(() => host.until('the second piece', shows('Film 7')))
      .then(() => host.press('back'))
      .then(() => host.until('the first page', shows('To the history')))
      .then(() => host.press('right', 'execute'))
      .then(() => host.until('what was shown', shows('cat.png')))
      .then(() => host.deviceId())
      .then((deviceId) => ({ deviceId })),
  );
