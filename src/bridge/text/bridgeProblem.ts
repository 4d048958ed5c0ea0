/** Why the bridge, or a worker, did not start or cannot go on: all codes. */
const BRIDGE_PROBLEMS = [
  /** The command line holds an unknown option or a value that cannot be used. */
  'bad_option',
  /** Another program already listens on the port. */
  'port_in_use',
  /** The port or the address cannot be opened for another reason. */
  'cannot_listen',
  /** A folder or file that is to be served is not there. */
  'folder_missing',
  /** The database cannot be opened, or a later version has written it. */
  'database_unusable',
  /** Another bridge uses the same database. */
  'data_in_use',
  /** It would be open to the internet without a token. */
  'needs_token',
  /** The broker does not know the worker's user or password. */
  'broker_sign_in',
  /** The broker has no MQTT 5 or no shared subscriptions. */
  'broker_too_old',
  /** The broker does not answer a command that is sent once. */
  'broker_unreachable',
  /** The broker refuses what the worker needs, for another reason. */
  'broker_refused',
  /** The broker's certificate cannot be trusted, or it does not speak TLS. */
  'broker_tls',
  /** Another worker has the same name. */
  'name_in_use',
] as const;

export type BridgeProblemCode = (typeof BRIDGE_PROBLEMS)[number];

/** An error whose message is one sentence for a person, with what to do about it. */
export interface BridgeProblem extends Error {
  code: BridgeProblemCode;
}

export function bridgeProblem(code: BridgeProblemCode, sentence: string): BridgeProblem {
  return Object.assign(new Error(sentence), { code });
}

export function isBridgeProblem(error: unknown): error is BridgeProblem {
  return (
    error instanceof Error && 'code' in error && (BRIDGE_PROBLEMS as readonly unknown[]).includes(error.code)
  );
}
