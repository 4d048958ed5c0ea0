import { serveTasks } from './helper.js';
import { checkSharp, makeThumbnail, type ThumbnailAnswer } from './thumbnail.js';

/** What the process is asked: a small copy of a picture, or whether it could make one. */
export type ThumbnailTask = { file: string; to: string } | 'check';

serveTasks((task: ThumbnailTask): Promise<ThumbnailAnswer> =>
  task === 'check' ? checkSharp() : makeThumbnail(task.file, task.to),
);
