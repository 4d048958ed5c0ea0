import { foldersAbove } from '../media/post.js';

/** A text as a hashtag: small letters and digits, anything else between them is `_`. `Holidays 2024!` → `holidays_2024` */
export const asHashtag = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

/** The hashtags of the files in a folder: its name, and those of the folders above it. @param folder see folderOf */
export const hashtagsOf = (folder: string): string[] =>
  [folder, ...foldersAbove(folder)]
    .map((path) => asHashtag(path.slice(path.lastIndexOf('/') + 1)))
    .filter((tag) => tag !== '');
