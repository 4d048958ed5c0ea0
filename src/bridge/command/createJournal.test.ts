import { describe, expect, it } from 'vitest';
import { createJournal, type LogFormat } from './createJournal.js';
import { readPlayerMessage } from '../ingest/readPlayerMessage.js';
import { aView } from '../../../e2e/stage/connectPlayer.js';

function told(format: LogFormat) {
  const lines = { out: [] as string[], err: [] as string[] };
  const journal = createJournal(
    format,
    (line) => lines.out.push(line),
    (line) => lines.err.push(line),
  );
  const message = readPlayerMessage('makapix/player/key/view', JSON.stringify(aView('key')))!;
  journal.ingested({ message, taken: { kind: 'refused', code: 'duplicate', message: '' } });
  journal.refusal({
    code: 'publish-refused',
    address: '10.0.0.5',
    playerKey: 'key',
    reason: 'it published to #',
  });
  journal.checked('msx_tv', { lines: [['good', 'All is well']] });
  journal.fault('The disk is full');
  return lines;
}

describe('the journal', () => {
  it('has lines for a person, faults apart', () => {
    const { out, err } = told('text');
    expect(out).toEqual([
      expect.stringMatching(/key {2}view 7, .*not recorded: duplicate$/),
      expect.stringMatching(/key at 10\.0\.0\.5 {2}refused: it published to #$/),
      expect.stringMatching(/msx_tv {2}was checked: \{"lines":\[\["good","All is well"\]\]\}$/),
    ]);
    expect(err).toEqual(['The disk is full']);
  });

  it('has a JSON object a line for a machine, with levels', () => {
    const { out, err } = told('json');
    expect(err).toEqual([]);
    expect(out.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        level: 30,
        event: 'view',
        playerKey: 'key',
        postId: 7,
        outcome: 'duplicate',
        time: expect.stringMatching(/Z$/) as string,
      },
      { level: 40, event: 'refused', code: 'publish-refused', address: '10.0.0.5' },
      { level: 30, event: 'check', playerId: 'msx_tv', check: { lines: [['good', 'All is well']] } },
      { level: 50, event: 'fault', msg: 'The disk is full' },
    ]);
  });

  it.each(['text', 'json'] as const)('is not filled by who floods (%s)', (format) => {
    const out: string[] = [];
    const journal = createJournal(
      format,
      (line) => out.push(line),
      () => undefined,
    );
    const view = JSON.stringify(aView('key'));
    const outcomes = [
      { kind: 'refused', code: 'rate_limited', message: '' },
      { kind: 'dropped', problem: 'its time is odd' },
      { kind: 'ignored' },
    ] as const;
    const refusal = { address: '10.0.0.5', playerKey: 'key', reason: 'it subscribed to #' } as const;
    for (let i = 0; i < 1000; i++) {
      for (const taken of outcomes)
        journal.ingested({ message: readPlayerMessage('makapix/player/key/view', view)!, taken });
      journal.refusal({ code: 'subscribe-refused', ...refusal });
      journal.refusal({ code: 'too-many-attempts', ...refusal });
      const status = JSON.stringify({ player_key: 'key', status: 'online' });
      const message = readPlayerMessage('makapix/player/key/status', status)!;
      journal.ingested({ message, taken: { kind: 'applied' } });
    }
    expect(out).toHaveLength(5 + 72);
    journal.close();
    const sums = out.slice(5 + 72);
    expect(sums).toHaveLength(6);
    expect(sums.join('\n')).toMatch(/999.*subscribe-refused of 10\.0\.0\.5/);
    expect(sums.join('\n')).toMatch(/928.*messages of key/);
  });
});
