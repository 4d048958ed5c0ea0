import { numberOf } from './fields.js';

/** Sizes an image by hand: object-fit is younger than the TVs. */
export function fitImage(
  image: HTMLImageElement,
  layer: HTMLElement,
  filler: string,
  rotation: number,
): void {
  const width = layer.offsetWidth;
  const height = layer.offsetHeight;
  const wide = width / (image.naturalWidth || 1);
  const high = height / (image.naturalHeight || 1);
  const scale = filler === 'cover' || filler === 'width' ? Math.max(wide, high) : Math.min(wide, high);
  const w = filler === 'default' ? width : image.naturalWidth * scale;
  const h = filler === 'default' ? height : image.naturalHeight * scale;
  image.style.width = `${Math.round(w)}px`;
  image.style.height = `${Math.round(h)}px`;
  image.style.left = `${Math.round((width - w) / 2)}px`;
  image.style.top = `${Math.round((height - h) / 2)}px`;
  const transform = rotation ? `rotate(${rotation}deg)` : '';
  image.style.setProperty('-webkit-transform', transform);
  image.style.transform = transform;
}

/** `image:rotation:value`; one that is not divisible by 90 counts as 0 (special/extended-properties). */
export function initialRotation(value: unknown): number {
  const degrees = numberOf(value, 0);
  return degrees % 90 === 0 ? ((degrees % 360) + 360) % 360 : 0;
}
