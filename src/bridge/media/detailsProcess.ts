import { readDetails } from './readDetails.js';
import { serveTasks } from './createHelper.js';
import type { Kind } from './kind.js';
import type { Details } from './post.js';

/** What the process is asked. */
export interface DetailsTask {
  file: string;
  kind: Kind;
}

serveTasks(({ file, kind }: DetailsTask): Promise<Details> => readDetails(file, kind));
