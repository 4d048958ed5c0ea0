import { healthText, readHealth } from '../../makapix/health.js';
import { readPlayerWord } from '../commands/readPlayerWord.js';
import type { Said } from '../commands/wordStore.js';
import { storable } from '../text/storable.js';

const HEALTH = /^makapix\/player\/([^/]+)\/health$/;

/**
 * Reads what a player says beside statuses, views and requests.
 * @param atMs when it came, ms since 1970
 * @returns what is wrong with what breaks the protocol; undefined for any other topic
 */
export function readSaid(topic: string, payload: string, atMs: number): Said | string | undefined {
  const [, playerKey] = HEALTH.exec(topic) ?? [];
  if (playerKey !== undefined) {
    const health = readHealth(payload);
    return health
      ? { kind: 'word', playerKey, atMs, word: 'health', body: healthText(health) }
      : 'it says nothing about health that can be read';
  }
  const word = readPlayerWord(topic, Buffer.from(payload));
  if (!word) return undefined;
  switch (word.kind) {
    case 'invalid':
      return word.problem;
    case 'ack':
      return { kind: 'ack', playerKey: word.playerKey, atMs, ack: word.ack };
    default:
      return {
        ...{ kind: 'word', playerKey: word.playerKey, atMs, word: word.kind },
        body: storable(JSON.stringify(word.value)),
      };
  }
}
