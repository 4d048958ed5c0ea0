import { headAndRest } from './action-text.js';
import type { Tools } from './actions.js';
import type { Context } from './app.js';

const NEEDS_SLIDESHOW = ['next', 'prev', 'goto', 'play', 'continue', 'play_pause', 'restart', 'rotate'];

const ROTATIONS: Record<string, number> = { right: 90, left: -90, full: 180 };

/** `slider:…`. False for what this page does not know. */
export function sliderVerb(
  { slideshow, app }: Tools,
  run: (action: unknown, data: unknown, context: Context) => void,
  rest: string,
  data: unknown,
  context: Context,
): boolean {
  const [what, value] = headAndRest(rest);
  if (!slideshow.active() && NEEDS_SLIDESHOW.indexOf(what) >= 0) {
    app.toast('warn', `There is no slideshow for "slider:${rest}".`);
    return true;
  }
  switch (what) {
    case 'next':
    case 'prev':
      slideshow.goTo(what);
      return true;
    case 'goto':
      return slideshow.goTo(value);
    case 'play':
    case 'continue':
      slideshow.play(true);
      return true;
    case 'pause':
    case 'break':
      slideshow.play(false);
      return true;
    case 'play_pause':
    case 'default':
      slideshow.play(!slideshow.playing());
      return true;
    case 'restart':
      slideshow.goTo('first');
      return true;
    case 'stop':
    case 'eject':
      slideshow.stop();
      return true;
    case 'labels':
      if (value === 'play_pause') slideshow.play(!slideshow.playing());
      else slideshow.toggleLabels();
      return true;
    case 'execute':
      run(value, data, context);
      return true;
    case 'rotate': {
      const degrees = ROTATIONS[value] ?? Number(value);
      if (isNaN(degrees)) return false;
      slideshow.rotate(degrees);
      return true;
    }
    default:
      return false;
  }
}
