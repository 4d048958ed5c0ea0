import { serveTasks } from './createHelper.js';
import { makeThumbnail, type CopyKind, type ThumbnailAnswer } from './makeThumbnail.js';

/** What the process is asked: a small copy of a picture, or one in another format. */
export interface ThumbnailTask {
  file: string;
  to: string;
  as: CopyKind;
}

serveTasks(({ file, to, as }: ThumbnailTask): Promise<ThumbnailAnswer> => makeThumbnail(file, to, as));
