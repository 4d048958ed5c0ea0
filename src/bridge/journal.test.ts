import { describe, expect, it } from 'vitest';
import { createJournal, type LogFormat } from './journal.js';
import { readPlayerMessage } from './playerMessage.js';
import { aView } from './testing/player.js';

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
    code: 'publish_refused',
    address: '10.0.0.5',
    playerKey: 'key',
    reason: 'it published to #',
  });
  journal.fault('The disk is full');
  return lines;
}

describe('the journal', () => {
  it('has lines for a person, faults apart', () => {
    const { out, err } = told('text');
    expect(out).toEqual([
      expect.stringMatching(/key {2}view 7, .*not recorded: duplicate$/),
      expect.stringMatching(/key at 10\.0\.0\.5 {2}refused: it published to #$/),
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
      { level: 40, event: 'refused', code: 'publish_refused', address: '10.0.0.5' },
      { level: 50, event: 'fault', msg: 'The disk is full' },
    ]);
  });
});
