import type { MakapixServer } from '../stage/makapix/startMakapixServer.js';
import type { TestBroker } from '../stage/startTestBroker.js';
import type { Arrived, Route, TestServer } from '../stage/startServer.js';
import type { CommonAct } from './page/scenarioPage.js';

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
}

/** What the page may ask for, by name. */
export type Acts<Act extends string = string> = Record<Act, (data: unknown) => unknown>;

/** What a scenario needs, and what must have arrived at the servers in the end. */
interface Needs {
  /** Files of the plugin's folder, by name. */
  files: Record<string, Route>;
  /** plugin.config.json, beside what every scenario has (startLabRun.ts). */
  config?: Record<string, unknown>;
  /** Settings of the MSX host, beside what every scenario has. */
  settings?: Record<string, string>;
  /** What is different about plugin.html as it is served. */
  page?: { headers: Record<string, string>; content: (html: string) => string };
  /** Looks at what arrived. @throws an Error that says what did not */
  evidence(saw: Record<string, unknown>): void | Promise<void>;
  close?: () => Promise<void>;
}

/** @typeParam Act what its half in the page may ask for, beside what every scenario has */
export type Prepared<Act extends string = never> = Needs &
  ([Act] extends [never]
    ? { acts?: Partial<Acts<CommonAct>> }
    : { acts: Acts<Act> & Partial<Acts<CommonAct>> });

/** The half of a scenario that runs beside the servers; the other one is its page.ts. */
export type Scenario<Act extends string = never> = (lab: Lab) => Prepared<Act> | Promise<Prepared<Act>>;

/** @throws an Error with the sentence and what was seen, unless it holds */
export function expectThat(holds: boolean, sentence: string, seen?: unknown): asserts holds {
  if (!holds) throw new Error(seen === undefined ? sentence : `${sentence}; seen: ${JSON.stringify(seen)}`);
}

/** @throws an Error unless each file was asked for so often, and always with the ID */
export function expectTagged({ requestsFor }: Lab, files: string[], deviceId: unknown, times = 1): void {
  const query = `device_id=${encodeURIComponent(String(deviceId))}`;
  for (const file of files) {
    const urls = requestsFor(file).map(({ url }) => url);
    expectThat(
      urls.length >= times && urls.every((url) => url.includes(query)),
      `every request for ${file} carries the ID`,
      urls,
    );
  }
}

/** @throws an Error unless none was sent twice */
export function expectSentOnce({ makapix }: Lab): void {
  const outcomes = makapix.arrived.map(({ outcome }) => outcome);
  const areRecorded = outcomes.every((outcome) => outcome === 'recorded');
  expectThat(areRecorded, 'each view was sent once, and taken', outcomes);
}

/** @throws an Error unless all statuses come from one player, whose key is as it should be */
export function expectOnePlayer({ makapix }: Lab, isKey: (key: string) => boolean, sentence: string): void {
  const keys = [...new Set(makapix.statuses.map(({ playerKey }) => playerKey))];
  expectThat(keys.length === 1 && keys.every(isKey), sentence, keys);
}

/** @throws an Error unless each of these posts was recorded once, in this order */
export function expectViews({ makapix }: Lab, posts: number[]): void {
  const recorded = makapix.recorded.map(({ postId }) => postId);
  expectThat(JSON.stringify(recorded) === JSON.stringify(posts), 'every view, once, in order', recorded);
}
