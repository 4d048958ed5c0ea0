import type { Library } from '../media/openLibrary.js';
import type { Post } from '../media/post.js';
import { frameCounts } from './frameCounts.js';
import { newestFirst } from './newestFirst.js';
import type { PictureSource } from './pictureSource.js';

/** The media folder as it is now. @param copyFormats what its pictures can be sent as besides what they are */
export function librarySource(
  library: Pick<Library, 'ofKind' | 'post' | 'version' | 'fileOf'>,
  copyFormats: readonly string[],
): PictureSource {
  let ordered: { version: number; pictures: Post[] } | undefined;
  return {
    copyFormats,
    framesOf: frameCounts((post) => library.fileOf(post)),
    post: (postId) => Promise.resolve(library.post(postId)),
    pictures() {
      const version = library.version();
      if (ordered?.version !== version) ordered = { version, pictures: newestFirst(library.ofKind('image')) };
      return Promise.resolve(ordered.pictures);
    },
  };
}
