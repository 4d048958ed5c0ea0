import { actionParts } from './action.js';
import { hasOwn, withProperty } from './json.js';
import type { Json, JsonObject } from './json.js';

/** What items that are to be reported tell the plugin. */
export interface Triggers {
  /** Only where the item, or its template, has this property. */
  if: string;
  /** Run when a picture is really on screen (`image:trigger`). */
  slide: string;
  /** Run when a video or sound has started (`trigger:start`). */
  track: string;
}

/** What ours does as well: by hand, or by a server for a plugin that it knows. */
const HANDS_OVER = /^(?:interaction:commit:(?:slider|video)$|execute:.*interaction:(?:slide|track)(?:@|$))/;

/**
 * The properties of an item, or template, with the triggers that it needs.
 * @param action of the item; where it is not known, or a placeholder, either kind of trigger may be needed
 */
export function withTriggers(
  properties: JsonObject,
  action: Json | undefined,
  triggers: Triggers,
): JsonObject {
  if (!hasOwn(properties, triggers.if)) return properties;
  const add = (next: JsonObject, kinds: RegExp, name: string, trigger: string): JsonObject => {
    if (typeof action === 'string' && action.charAt(0) !== '{' && !kinds.test(action)) return next;
    const own = properties[name];
    const parts = typeof own === 'string' && own ? actionParts(own) : [];
    const others = parts.filter((part) => part !== trigger && !HANDS_OVER.test(part));
    return withProperty(next, name, others.length ? `[${others.concat(trigger).join('|')}]` : trigger);
  };
  const withSlide = add(properties, /(?:^|[[|])image:/, 'image:trigger', triggers.slide);
  return add(withSlide, /(?:^|[[|])(?:video|audio):/, 'trigger:start', triggers.track);
}
