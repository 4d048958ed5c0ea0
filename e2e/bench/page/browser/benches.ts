import { blocking, type BlockingOptions } from './blocking.js';
import { firstMenu, type FirstMenuOptions } from './firstMenu.js';
import { memory, type MemoryOptions } from './memory.js';
import { outbox, type OutboxOptions } from './outbox.js';
import { scriptTime } from './scriptTime.js';
import { tagging, type TaggingOptions } from './tagging.js';

/** What the page can measure, by name. */
export const BENCHES: Record<string, (options: unknown) => Promise<unknown>> = {
  'first-menu': (options) => firstMenu(options as FirstMenuOptions),
  'script-time': (options) => scriptTime(options as { rounds: number }),
  'blocking': (options) => blocking(options as BlockingOptions),
  'tagging': (options) => tagging(options as TaggingOptions),
  'outbox': (options) => outbox(options as OutboxOptions),
  'memory': (options) => memory(options as MemoryOptions),
};
