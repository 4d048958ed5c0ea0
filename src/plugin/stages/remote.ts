// The fourth stage: what the broker may make the TV do.
import { startRemote } from '../startRemote.js';
import { provide } from '../stages.js';
import { plugin } from './documents.js';

provide('remote', startRemote(plugin));
