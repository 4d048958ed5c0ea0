import type { JsonObject } from '../msx/json.js';
import type { Made } from './made.js';
import { replaceable } from './keepMenu.js';
import type { KeptMenu } from './keptMenu.js';
import type { PluginNotice } from './pluginCodes.js';

/** What is to become of a menu of the last start that is on the screen, now that today's was asked for. */
type Refresh =
  /** It is today's. */
  | { is: 'same' }
  | { is: 'changed'; document: JsonObject }
  /** Today's cannot be had. `isWrong`: it is there, and a person has to mend it. */
  | { is: 'kept'; problem: PluginNotice; isWrong: boolean };

export function decideRefresh(kept: KeptMenu, made: Made): Refresh {
  if ('problem' in made)
    return {
      is: 'kept',
      problem: made.problem,
      isWrong: !!made.answer && made.answer.status < 500,
    };
  const document = replaceable(made.document);
  return JSON.stringify(document) === JSON.stringify(kept.document)
    ? { is: 'same' }
    : { is: 'changed', document };
}

/** Whether the menu brings the ID to somebody who may not have it any more. */
export const mustGo = (kept: KeptMenu, carriers: string[]): boolean =>
  kept.carriers.some((one) => carriers.indexOf(one) < 0);
