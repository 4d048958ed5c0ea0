import { foldersAbove, type Post } from '../media/post.js';

/** A text as a hashtag: small letters and digits, anything else between them is `_`. `Holidays 2024!` → `holidays_2024` */
export const asHashtag = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

/** The hashtags of a file: the names of the folders that it lies in. */
export const hashtagsOf = ({ path }: Pick<Post, 'path'>): string[] =>
  foldersAbove(path)
    .map((folder) => asHashtag(folder.slice(folder.lastIndexOf('/') + 1)))
    .filter((tag) => tag !== '');
