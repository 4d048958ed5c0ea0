import type { JsonObject } from '../msx/json.js';
import type { PluginNotice } from './codes.js';

function content(problem: PluginNotice, retry: string): JsonObject {
  return {
    type: 'pages',
    headline: 'This does not work yet',
    important: true,
    cache: false,
    reuse: false,
    pages: [
      {
        items: [
          {
            type: 'space',
            layout: '0,0,12,3',
            headline: problem.message,
            text: `{br}${problem.remedy ?? ''}{br}{br}{txt:msx-white-soft:${problem.code}}`,
          },
          {
            type: 'button',
            layout: '0,3,4,1',
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
 * A problem as a menu and a content page in one, since a request does not say which of the two is wanted, and
 * MSX ignores what it does not know. Without a menu at all MSX would be stuck at its start.
 */
export function problemDocument(problem: PluginNotice): JsonObject {
  return {
    ...content(problem, 'reload:content'),
    menu: [{ icon: 'warning', label: 'Problem', data: content(problem, 'reload:menu') }],
  };
}
