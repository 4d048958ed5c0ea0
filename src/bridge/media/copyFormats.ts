/**
 * What a picture can be copied into for a TV that cannot show it as it is: WebP came to TVs with Chromium 47, AVIF
 * with 85. GIF and WebP keep an animation, the others are its first picture.
 */
export const COPY_FORMATS = ['png', 'gif', 'webp', 'jpg'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

export const isCopyFormat = (text: string): text is CopyFormat =>
  COPY_FORMATS.some((format) => format === text);
