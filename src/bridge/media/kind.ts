/** What a file is to a TV. */
export type Kind = 'image' | 'audio' | 'video';

/**
 * By the end of the name. SVG is left out: it can hold scripts, which would run as a page of the bridge.
 */
const EXTENSIONS: Record<Kind, readonly string[]> = {
  image: ['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp', 'avif'],
  audio: ['mp3', 'm4a', 'aac', 'ogg', 'oga', 'opus', 'flac', 'wav'],
  video: ['mp4', 'm4v', 'webm', 'mkv', 'mov', 'avi', 'mpg', 'mpeg', 'ts', 'ogv'],
};

const KINDS = new Map(
  (Object.keys(EXTENSIONS) as Kind[]).flatMap((kind) =>
    EXTENSIONS[kind].map((extension) => [extension, kind] as const),
  ),
);

/** @returns undefined for a file that is not for a TV */
export function kindOf(fileName: string): Kind | undefined {
  return KINDS.get(/\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '');
}

/** `IMG_2034.jpg` → `IMG 2034`, `my-first.day.mp4` → `my-first.day`. */
export function titleOf(fileName: string): string {
  const name = fileName
    .replace(/\.[^.]+$/, '')
    .replace(/_+/g, ' ')
    .trim();
  return name === '' ? fileName : name;
}
