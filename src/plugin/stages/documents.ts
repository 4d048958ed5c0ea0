// The second stage: all that a menu takes.
import { startPlugin } from '../startPlugin.js';
import { provide } from '../stages.js';
import { first } from './first.js';

export const plugin = startPlugin(first!);
first!.join(plugin);
provide('documents', plugin);
