/** What the program is connected to. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  out: (line: string) => void;
  err: (line: string) => void;
  /** Resolves when the person wants the program to end. */
  stopped: Promise<unknown>;
}
