import type { Fields } from './fields.js';
import type { Settings } from './settings.js';

/**
 * Changes a setting at run time and tells the plugin, as MSX does when somebody changes it on the TV.
 * guess(setting-values): the value of the event is the number that `info` has.
 * @returns false for a setting that this page cannot change
 */
export function changeSetting(
  settings: Settings,
  name: string,
  value: string,
  send: (event: Fields) => void,
): boolean {
  switch (name) {
    case 'slideshowInterval':
    case 'slideshow_interval':
      settings.slideshowIntervalMs = Number(value);
      send({ event: 'settings:slideshow_interval', value: settings.slideshowIntervalMs });
      return true;
    case 'randomPlayback':
    case 'random_playback':
      settings.randomPlayback = value === '1' || value === 'true';
      send({ event: 'settings:random_playback', value: settings.randomPlayback ? 1 : 0 });
      return true;
    case 'app': {
      const slow = /^slow:(\d+)$/.exec(value);
      settings.answerDelayMs = slow ? Number(slow[1]) : 0;
      settings.app = value === 'silent' || value === 'broken' ? value : 'normal';
      return true;
    }
    case 'platform':
    case 'msxVersion':
    case 'language':
      settings[name] = value;
      return true;
    case 'macAddress':
    case 'systemDeviceId':
    case 'infoId':
      settings[name] = value || null;
      return true;
    case 'noInfo':
      settings.noInfo = value === '1';
      return true;
    default:
      return false;
  }
}
