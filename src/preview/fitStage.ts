import { byId } from './dom.js';

/** MSX lays everything out on 1280×720 and scales the result. */
const STAGE_WIDTH_PX = 1280;
const STAGE_HEIGHT_PX = 720;

/** Makes the stage as large as the window and the log beside it allow, in the middle. */
export function fitStage(): void {
  const stage = byId('stage');
  const width = window.innerWidth - byId('log').offsetWidth;
  const scale = Math.min(width / STAGE_WIDTH_PX, window.innerHeight / STAGE_HEIGHT_PX);
  const transform = `scale(${scale})`;
  stage.style.setProperty('-webkit-transform', transform);
  stage.style.transform = transform;
  stage.style.left = `${Math.round((width - STAGE_WIDTH_PX * scale) / 2)}px`;
  stage.style.top = `${Math.round((window.innerHeight - STAGE_HEIGHT_PX * scale) / 2)}px`;
}

export function scaleStage(): void {
  window.addEventListener('resize', fitStage);
  fitStage();
}
