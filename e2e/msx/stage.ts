import { byId } from './dom.js';

/** MSX lays everything out on 1280×720 and scales the result. */
const STAGE_WIDTH_PX = 1280;
const STAGE_HEIGHT_PX = 720;

/** Keeps the stage as large as the window allows, in the middle. */
export function scaleStage(): void {
  const stage = byId('stage');
  const fit = () => {
    const scale = Math.min(window.innerWidth / STAGE_WIDTH_PX, window.innerHeight / STAGE_HEIGHT_PX);
    const transform = `scale(${scale})`;
    stage.style.setProperty('-webkit-transform', transform);
    stage.style.transform = transform;
    stage.style.left = `${Math.round((window.innerWidth - STAGE_WIDTH_PX * scale) / 2)}px`;
    stage.style.top = `${Math.round((window.innerHeight - STAGE_HEIGHT_PX * scale) / 2)}px`;
  };
  window.addEventListener('resize', fit);
  fit();
}
