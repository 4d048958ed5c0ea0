/** MSX's names for what a video or a slideshow does (TVXVideoState). */
export const STOPPED = 1;
export const PLAYING = 2;
export const PAUSED = 3;
