import type { JsonObject } from '../json.js';
import type { ActionText } from './actionText.js';
import type { ExtendedProperties } from './extendedProperties.js';

/**
 * A document in what says whether it could be given: with HTTP 200 always, since few TVs show another (Responses).
 * @wire
 */
export type ResponseObject<Document> = {
  response:
    | { status: 200; text?: string | null; message?: null; data: Document }
    | { status: number; text?: string | null; message: string; data?: null };
};

/**
 * What a server, or a plugin, answers `execute:`. In a response always, from a server.
 * @wire
 */
export type ExecuteAnswer = {
  action: ActionText;
  data?: JsonObject | null;
};

/**
 * What is answered to `video:resolve:`, `image:resolve:` and the like.
 * @since 0.1.107
 * @wire
 */
export type ResolveAnswer =
  | {
      /** The file, or `plugin:` and a player page. */
      url: string;
      /** @since 0.1.145 */
      label?: string;
      /** @since 0.1.145 */
      background?: string;
      /** Beside those that the item has. @since 0.1.145 */
      properties?: ExtendedProperties;
    }
  | { error: string };

/**
 * Words of MSX in another language (Dictionary Structure).
 * @since 0.1.120
 * @wire
 */
export type Dictionary = {
  name: string;
  version: string;
  /** @since 0.1.160 */
  language?: string;
  properties: { [key: string]: string };
};
