/** What the lab's server tells the page to do: the answer to GET /lab/job. */
export interface Job {
  scenario: string;
  /** The start parameter for the MSX host. */
  start: string;
  /** Further settings of the MSX host (src/preview/settings.ts). */
  settings: Record<string, string>;
  /** How long the page waits for anything to be seen. */
  patienceMs: number;
}

/** What the page says at the end: POST /lab/done. What it `saw` is for the evidence of the scenario. */
export interface Outcome {
  failure: string | null;
  saw: Record<string, unknown>;
  userAgent: string;
}

/** The answer to POST /lab/done: where to go next, null at the end. */
export interface Next {
  url: string | null;
}
