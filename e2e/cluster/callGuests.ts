import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../stage/ask.js';
import type { SpawnedProgram } from '../stage/program.js';

/** From one to the next: so few that the bridges register all that ask. */
const EVERY_MS = 3000;

export const guestOf = (number: number): string => `guest${number}`;

/** TVs that nobody knows yet ask for their menu, each at every bridge at once, while some of them are away. */
export async function callGuests(
  bridges: ReadonlyMap<string, SpawnedProgram>,
  count: number,
  everyMs = EVERY_MS,
): Promise<number> {
  const answers: Promise<boolean>[] = [];
  for (let guest = 0; guest < count; guest++) {
    for (const bridge of bridges.values()) answers.push(isServed(bridge.port(), guestOf(guest)));
    await pause(everyMs);
  }
  return (await Promise.all(answers)).filter((served) => served).length;
}

/** @returns false where the bridge is not there, or does not give it */
const isServed = (port: number, deviceId: string): Promise<boolean> =>
  ask(port, `/gallery/menu.json?device_id=${deviceId}`).then(
    ({ status }) => status === 200,
    () => false, // killed
  );
