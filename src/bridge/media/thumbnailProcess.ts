import { serveTasks } from './createHelper.js';
import { makeThumbnail, type ThumbnailAnswer } from './makeThumbnail.js';

/** What the process is asked: a small copy of a picture. */
export interface ThumbnailTask {
  file: string;
  to: string;
}

serveTasks(({ file, to }: ThumbnailTask): Promise<ThumbnailAnswer> => makeThumbnail(file, to));
