// Pairs the TV with a server; a stage that runs only where the configuration names one.
import { createPairing } from '../createPairing.js';
import { provide } from '../stages.js';
import { plugin } from './documents.js';
import { first } from './first.js';

provide('pairing', createPairing(first!, plugin));
