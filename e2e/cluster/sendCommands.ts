import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../stage/ask.js';
import type { SpawnedProgram } from '../stage/program.js';
import type { Random } from '../chaos/random.js';
import { playerIdOf } from './clusterStage.js';

/** A command that was asked of a bridge, and what the bridge has answered. */
export interface Sent {
  /** What stands in its notice, which is how the TV knows it again. */
  label: string;
  tv: number;
  /** `cut off` = the bridge was not there, or was killed meanwhile. */
  result: string;
  /** Why it is not `ok`. */
  error: string | null;
}

interface Settings {
  bridges: ReadonlyMap<string, SpawnedProgram>;
  /** How many there are. */
  tvs: number;
  random: Random;
  count: number;
  /** From one to the next, in ms. */
  everyMs: number;
  /** What the labels begin with. */
  name: string;
}

/** Has bridges by chance send notices to TVs by chance. Resolves when each is answered. */
export async function sendCommands(settings: Settings): Promise<Sent[]> {
  const { bridges, tvs, random, count, everyMs, name } = settings;
  const sent: Promise<Sent>[] = [];
  for (let i = 0; i < count; i++) {
    const bridge = random.pick([...bridges.values()]);
    sent.push(send(bridge.port(), random.between(0, tvs - 1), `${name}${i}`));
    await pause(everyMs);
  }
  return Promise.all(sent);
}

async function send(port: number, tv: number, label: string): Promise<Sent> {
  try {
    const { status, text } = await ask(port, `/api/players/${playerIdOf(tv)}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ command_type: 'show_notice', payload: { text: label } }),
    });
    const { result = `status ${status}`, error = null } = JSON.parse(text) as Partial<Sent>;
    return { label, tv, result, error };
  } catch (error) {
    return { label, tv, result: 'cut off', error: String(error) };
  }
}
