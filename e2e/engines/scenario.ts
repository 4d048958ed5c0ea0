import type { MakapixServer } from '../stage/makapix/startMakapixServer.js';
import type { TestBroker } from '../stage/startTestBroker.js';
import type { Answer, Arrived, TestServer } from '../stage/startServer.js';

/** The servers of one run of one scenario in one engine. They are its own, and so is the browser's storage. */
export interface Lab {
  web: TestServer;
  broker: TestBroker;
  makapix: MakapixServer;
  /** After `broker.kill()`: players are let in when the server behind it listens. */
  restartBroker: () => Promise<void>;
  /** The player key in the configuration, registered and owned. */
  playerKey: string;
  /** Requests for a file of the plugin's folder, without `/tv/`. */
  requestsFor: (file: string) => Arrived[];
  /** Resolves when it is so; looked at after every request that arrives at the web server. */
  until: (what: string, isSo: () => boolean) => Promise<void>;
}

export type Route = Answer | ((arrived: Arrived) => Answer | undefined);

/** What a scenario needs, and what must have arrived at the servers in the end. */
export interface Prepared {
  /** Files of the plugin's folder, by name. */
  files: Record<string, Route>;
  /** plugin.config.json, beside what every scenario has (startLabRun.ts). */
  config?: Record<string, unknown>;
  /** Settings of the MSX host, beside what every scenario has. */
  settings?: Record<string, string>;
  /** What is different about plugin.html as it is served. */
  page?: { headers: Record<string, string>; content: (html: string) => string };
  /** What the half in the page may ask for, beside what every scenario has. */
  actions?: Record<string, (data: unknown) => unknown>;
  /** Looks at what arrived. @throws an Error that says what did not */
  evidence(saw: Record<string, unknown>): void | Promise<void>;
  close?: () => Promise<void>;
}

/** The half of a scenario that runs beside the servers; the other one is in page/. */
export interface Scenario {
  name: string;
  prepare(lab: Lab): Prepared | Promise<Prepared>;
}

/** @throws an Error with the sentence and what was seen, unless it holds */
export function expectThat(holds: boolean, sentence: string, seen?: unknown): asserts holds {
  if (!holds) throw new Error(seen === undefined ? sentence : `${sentence}; seen: ${JSON.stringify(seen)}`);
}
