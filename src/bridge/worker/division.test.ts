import { describe, expect, it } from 'vitest';
import { playerKeyOf } from '../../makapix/playerKeyOf.js';
import { clientIdOf, takesPlayer, type Division } from './division.js';

const part = (number: number, of: number): Division => ({ kind: 'parts', part: number, of });

describe('workers that divide the players', () => {
  it('take each player once, and about as many each', () => {
    const OF = 3;
    const PLAYERS = 3000;
    const counts = [0, 0, 0];
    for (let tv = 0; tv < PLAYERS; tv++) {
      const key = playerKeyOf(`tv${tv}`);
      const takers = [1, 2, 3].filter((number) => takesPlayer(part(number, OF), key));
      expect(takers).toHaveLength(1);
      counts[takers[0]! - 1]!++;
    }
    for (const count of counts) expect(Math.abs(count - PLAYERS / OF)).toBeLessThan(100);
  });

  it('take all when they are alone, and when the broker shares the messages out', () => {
    expect(takesPlayer(part(1, 1), 'key')).toBe(true);
    expect(takesPlayer({ kind: 'shared' }, 'key')).toBe(true);
  });

  it('have a session for each part of each division, and one for each name where they share', () => {
    const ids = [part(1, 1), part(1, 2), part(2, 2), { kind: 'shared' } as const].map((division) =>
      clientIdOf(division, 'ingest', 'one'),
    );
    expect(ids).toEqual(['msx-ingest-1-of-1', 'msx-ingest-1-of-2', 'msx-ingest-2-of-2', 'msx-ingest-one']);
    expect(clientIdOf(part(1, 2), 'ingest', 'two')).toBe(ids[1]);
  });
});
