/** A picture of one pixel. */
const PIXEL = 'data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';

/** Whether this engine shows WebP. Never rejected. */
export const canShowWebp = (): Promise<boolean> =>
  new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => resolve(picture.width === 1);
    picture.onerror = () => resolve(false);
    picture.src = PIXEL;
  });
