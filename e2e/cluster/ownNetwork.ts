import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** What says to this program that it has a network of its own. */
const MARK = 'CLUSTER_NETWORK';
/** Before the table of this machine's own addresses, which is moved behind them: rules about these addresses. */
const CUT = '10';
const LOCAL = '100';

const ip = (...words: string[]): void => void execFileSync('ip', words, { stdio: 'pipe' });

export const hasOwnNetwork = (): boolean => process.env[MARK] === 'own';

/**
 * Runs this program once more in a network of its own, where the way between two addresses can be cut. That takes
 * Linux, root (or what a container has of it) and iproute2.
 * @returns its exit code; null where this is not possible
 */
export async function runInOwnNetwork(): Promise<number | null> {
  const probe = spawnSync('unshare', ['--net', 'ip', 'rule', 'add', 'pref', LOCAL, 'lookup', 'local']);
  if (probe.status !== 0) return null;
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', ['--net', ...again], {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: 'own' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Makes the network of one's own ready. */
export function layNetwork(): void {
  ip('link', 'set', 'lo', 'up');
  ip('rule', 'add', 'pref', LOCAL, 'lookup', 'local');
  ip('rule', 'del', 'pref', '0');
}

/** Cuts the way between two addresses, both ways: what was sent is lost. @returns heals it */
export function cutBetween(one: string, other: string): () => void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    ip('rule', 'add', 'pref', CUT, 'from', from, 'to', to, 'blackhole');
  return () => {
    for (let i = 0; i < 2; i++) ip('rule', 'del', 'pref', CUT);
  };
}
