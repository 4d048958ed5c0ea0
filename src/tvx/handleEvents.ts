import { hasOwn } from '../msx/json.js';
import type { MsxEvent, MsxEventName } from '../msx/types/msxEvent.js';

/** What to do about events: `{ 'video:load': ({ info }) => …, 'custom:hello': ({ data }) => … }`. */
export type EventHandlers = {
  [Name in MsxEventName]?: (event: Extract<MsxEvent, { event: NameWithin<Name> }>) => void;
};

/** An event that goes by several names is that of each. */
type NameWithin<Name extends MsxEventName> = MsxEvent extends infer One
  ? One extends { event: infer Names }
    ? Name extends Names
      ? Names
      : never
    : never
  : never;

/**
 * @returns the `handleEvent` of a handler; events that nobody asked about go by
 * @since MSX 0.1.82
 * @example tvx.start({ handleEvent: handleEvents({ 'video:load': ({ info }) => console.log(info.url) }) })
 */
export const handleEvents =
  (handlers: EventHandlers) =>
  (event: Record<string, unknown>): void => {
    const { event: name } = event;
    if (typeof name !== 'string' || !hasOwn(handlers, name)) return;
    (handlers as Record<string, (given: Record<string, unknown>) => void>)[name]!(event);
  };
