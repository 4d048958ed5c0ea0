/** What a file is to a TV. */
export type Kind = 'image' | 'audio' | 'video';

/**
 * What a TV can be sent, by the end of the name. Some TVs decide by the type what they can play. SVG is left
 * out: it can hold scripts, which would run as a page of the bridge.
 */
const TYPES: Record<string, `${Kind}/${string}`> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/x-aac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  flac: 'audio/x-flac',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  m4v: 'video/x-m4v',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  avi: 'video/x-msvideo',
  mpg: 'video/mpeg',
  mpeg: 'video/mpeg',
  ts: 'video/mp2t',
  ogv: 'video/ogg',
};

const endOf = (fileName: string): string => /\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';

/** The media type of a file; also of the documents of the sample gallery. */
export function typeOf(fileName: string): string {
  const end = endOf(fileName);
  if (end === 'json') return 'application/json; charset=utf-8';
  return Object.hasOwn(TYPES, end) ? TYPES[end]! : 'application/octet-stream';
}

/** @returns undefined for a file that is not for a TV */
export function kindOf(fileName: string): Kind | undefined {
  const [kind] = typeOf(fileName).split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : undefined;
}

/** `IMG_2034.jpg` → `IMG 2034`, `my-first.day.mp4` → `my-first.day`. */
export function titleOf(fileName: string): string {
  const name = fileName
    .replace(/\.[^.]+$/, '')
    .replace(/_+/g, ' ')
    .trim();
  return name === '' ? fileName : name;
}
