import { bridgeProblem, type BridgeProblem } from './bridgeProblem.js';
import { reasonOf } from './reasonOf.js';

/**
 * Why a port could not be opened, in a sentence.
 * @param option what chooses the port
 */
export function listenProblem(
  error: unknown,
  port: number,
  host: string,
  option: '--port' | '--mqtt-port' | '--health-port',
): BridgeProblem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return bridgeProblem(
      'port_in_use',
      `Port ${port} is in use by another program: stop it, or choose another port with ${option}.`,
    );
  return bridgeProblem(
    'cannot_listen',
    `Port ${port} of ${host} cannot be opened (${reasonOf(error)}): choose others with ${option} and ${option === '--health-port' ? '--health-host' : '--host'}.`,
  );
}
