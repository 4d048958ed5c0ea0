import type { ConnectionFailure, OpenConnection } from '../mqtt/connection.js';
import type { Log } from '../tvx/notice.js';
import type { Clock } from './createClock.js';
import type { Kv } from './kv.js';
import type { ReportNotice } from './reportCodes.js';
import type { ReportTiming } from './reportTiming.js';
import type { ViewSettings } from './viewSettings.js';

/** Publishes on a topic of the player's. Resolves with null when the broker has it, or with why not. */
export type PublishTo = (
  topic: string,
  payload: string,
  isRetained?: boolean,
) => Promise<ConnectionFailure | null>;

/** What else the player hears on its topics, over the same connection. */
export interface Downlink {
  /** Behind `makapix/player/…/`: `command`, `response/+`. */
  topics: string[];
  /** The broker sends them from now on. Resolves with null when it has what is said first. @param topics those that it allows */
  connected: (publish: PublishTo, topics: string[]) => Promise<ConnectionFailure | null>;
  message: (topic: string, payload: string) => void;
}

export interface ReporterOptions {
  /** UUID of the MQTT topics, also client id and default user name; used in lower case. */
  playerKey: string;
  firmwareVersion: string;
  /** `url`: several are tried one after the other, the first being the one that is wanted. */
  broker: { url: string | string[]; username?: string | null; password?: string | null };
  views: ViewSettings;
  /** From one status to the next while nothing changes, in ms; spread by a fifth. */
  heartbeatMs?: number;
  /** null, or left out: it hears nothing but acks. */
  downlink?: Downlink | null;
  /** Only tests and benchmarks need it. */
  timing?: Partial<ReportTiming>;
  /** TVX requestData: resolves with the answer's value (`slider`, `video`) or rejects. */
  requestData: (dataId: string) => Promise<unknown>;
  log: Log<ReportNotice>;
  clock: Clock;
  /** The broker refuses the credentials. @param times in a row */
  refused?: ((times: number) => void) | undefined;
  /** `location.protocol === 'https:'`: such a page cannot use `ws:`. */
  pageIsSecure: boolean;
}

/** The world outside, for tests. */
export interface ReporterEdges {
  openConnection: OpenConnection;
  /** Where views are kept, the best first. */
  ladder: () => Kv[];
  /** 0 ≤ random < 1 */
  random: () => number;
}
