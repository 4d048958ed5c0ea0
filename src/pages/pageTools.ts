import type { JsonObject } from '../msx/json.js';

/** Why something is not there, for people. */
export interface PageProblem {
  problem: { message: string };
}

/**
 * A document as its host sent it, without the wrapping of a response, where it came from, and of how many characters;
 * or why there is none.
 */
export type FetchedDocument = { document: JsonObject; url: string; length: number } | PageProblem;

/** What the pages need of the plugin around them. */
export interface PageTools {
  /** The page's own address, as MSX knows it. */
  pluginUrl: string;
  /** The N of MSX 0.1.N; NaN where it is not known. */
  build: number;
  /** GET of a document, with the version and the ID that its host may have. @param withCredentials cookies as well */
  fetchDocument: (url: string, withCredentials: boolean) => Promise<FetchedDocument>;
  /** The document with its links tagged. @param url where it came from */
  tagDocument: (document: JsonObject, url: string) => JsonObject;
  deviceId: string | null;
  /** Whether the address is on one of the owner's origins, which may know the device ID. */
  mayCarry: (url: string) => boolean;
  executeAction: (action: string, data?: JsonObject) => void;
  nowMs: () => number;
  /** Runs it once; what it returns takes that back. */
  setTimer: (run: () => void, ms: number) => () => void;
}
