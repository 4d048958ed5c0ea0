import { headAndRest } from './readAction.js';
import type { Context } from './app.js';
import type { Tools } from './tools.js';
import { rotationAfter } from './rotationAfter.js';
import type { SlideSetting } from './slides.js';

const SETTINGS: SlideSetting[] = ['label', 'color', 'extension', 'icon', 'action'];

const KNOWN =
  /^(next|prev|goto|play|continue|pause|break|play_pause|default|restart|stop|eject|labels|execute|rotate|sync|reset|label|color|extension|icon|action)$/;

/** `slider:…`. False for what this page does not know. */
export function sliderVerb(
  { slideshow, app }: Tools,
  run: (action: unknown, data: unknown, context: Context) => void,
  rest: string,
  data: unknown,
  context: Context,
): boolean {
  const [what, value] = headAndRest(rest);
  if (!KNOWN.test(what)) return false;
  if (!slideshow.active()) {
    app.toast('warn', `There is no slideshow for "slider:${rest}".`);
    return true;
  }
  switch (what) {
    // guess(slider-next): these two leave the captions as they are, `goto` shows them
    case 'next':
    case 'prev':
      slideshow.goTo(what);
      return true;
    case 'goto':
      if (!slideshow.goTo(value)) return false;
      slideshow.showLabels(true);
      return true;
    case 'play':
    case 'continue':
      slideshow.play(true);
      return true;
    case 'pause':
    case 'break':
      slideshow.play(false);
      return true;
    case 'play_pause':
      slideshow.play(!slideshow.playing());
      return true;
    case 'default':
      slideshow.byDefault();
      return true;
    case 'restart':
      slideshow.goTo('first');
      return true;
    case 'stop':
    case 'eject':
      slideshow.stop();
      return true;
    case 'labels':
      if (value === 'play_pause') slideshow.labelsOr(() => slideshow.play(!slideshow.playing()));
      else if (value === 'show' || value === 'hide') slideshow.showLabels(value === 'show');
      else if (value === 'toggle') slideshow.showLabels(!slideshow.labels());
      else return false;
      return true;
    case 'execute':
      slideshow.labelsOr(() => run(value, data, context));
      return value !== '';
    case 'rotate': {
      const degrees = rotationAfter(value, slideshow.rotation());
      if (degrees === null) return false;
      slideshow.rotateTo(degrees);
      return true;
    }
    case 'sync':
      slideshow.sync();
      return true;
    case 'reset':
      slideshow.reset();
      return true;
    default:
      slideshow.set(SETTINGS.filter((one) => one === what)[0] ?? 'label', value);
      return value !== '';
  }
}
