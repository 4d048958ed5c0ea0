import type { Host } from './openHost.js';

/** What the half of a scenario that runs in the page may do. */
export interface LabPage {
  /** Opens the MSX host with the scenario's start parameter, or opens it again. */
  open(): Promise<Host>;
  /** Asks the half of the scenario that runs beside the servers to act, or to wait for something to arrive. */
  server(action: string, data?: unknown): Promise<unknown>;
  patienceMs: number;
}

/** @returns what it saw, for the evidence; rejected where something did not come about */
export type ScenarioPage = (lab: LabPage) => Promise<Record<string, unknown>>;
