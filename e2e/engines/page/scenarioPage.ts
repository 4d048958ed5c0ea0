import type { Host } from './openHost.js';

/** What is done for every scenario (startLabRun.ts). */
export type CommonAct = 'online' | 'viewed' | 'named' | 'asked' | 'dwell';

/** What the half of a scenario that runs in the page may do. */
export interface LabPage<Act extends string> {
  /** Opens the MSX host with the scenario's start parameter, or opens it again, maybe with other settings. */
  open(settings?: Record<string, string>): Promise<Host>;
  /** The same, and waits until a text is on the screen. */
  openTo(text: string): Promise<Host>;
  /** Asks the half of the scenario that runs beside the servers to act, or to wait for something to arrive. */
  server(act: Act | CommonAct, data?: unknown): Promise<unknown>;
  patienceMs: number;
}

/** @returns what it saw, for the evidence; rejected where something did not come about */
export type ScenarioPage<Act extends string = never> = (
  lab: LabPage<Act>,
) => Promise<Record<string, unknown>>;
