/** The window protocol between an app and its interaction plugin (tvx.md, The window protocol). */
export const MESSAGE_TYPE = 'interactionPlugin';

/** The app and the plugin give up a request after 30 s. */
export const ANSWER_TIMEOUT_MS = 30_000;

/** `info:extended` → `info`: the key under which an answer arrives. */
export function kindOf(dataId: string): string {
  const colon = dataId.indexOf(':');
  return colon > 0 ? dataId.slice(0, colon) : dataId;
}
