import type { Post } from '../media/post.js';

/** What there is to ask for: the media folder, or the sample gallery. */
export interface PictureSource {
  /** All pictures, those whose content is the newest first. */
  pictures(): Promise<readonly Post[]>;
  /** A picture, sound or film that is there; undefined = there is none of this number. */
  post(postId: number): Promise<Post | undefined>;
  /** How many frames a picture has; null = its file does not tell. */
  framesOf(post: Post): Promise<number | null>;
  /** What pictures can be sent as besides what they are: `png`, `gif`; none where no copies are made. */
  copyFormats: readonly string[];
}
