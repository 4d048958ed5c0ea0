import type { Fact } from '../../stage/createFacts.js';
import { brokerLoad } from './brokerLoad.js';
import { disk } from './disk.js';
import { ingest } from './ingest.js';
import { bridgeMemory } from './bridgeMemory.js';
import { questions } from './questions.js';
import { wire } from './wire.js';

/** What `npm run bench -- --measure` knows: what a view, a TV or a question costs on this machine. */
export const MEASURES: Record<string, () => Promise<Fact[]>> = {
  wire,
  memory: bridgeMemory,
  broker: brokerLoad,
  disk,
  ingest,
  questions,
};
