import type { Fields } from './fields.js';
import { headAndRest } from './actionText.js';
import { attachedFor } from './attachedAge.js';
import { type ScreenInfo, systemInfo } from './systemInfo.js';
import type { Player } from './player.js';
import type { Settings } from './settings.js';
import type { Slideshow } from './slideshow.js';

/**
 * MSX's attached data for `info`, `info:extended`, `video`, `video:info`, `slider`, `dictionary`, …, as an
 * object with the one key that the plugin's callback gets. Null for what this page does not have.
 */
export function attachedData(
  dataId: string,
  from: { settings: Settings; screen: ScreenInfo; player: Player; slideshow: Slideshow },
): Fields | null {
  const [kind, part] = headAndRest(dataId);
  const aged = (path: string, value: unknown) => attachedFor(path, value, from.settings.msxVersion);
  if (kind === 'info') {
    const info = systemInfo(part, from.settings, from.screen);
    return info && { info: aged('info', info) };
  }
  if (kind === 'slider') return { slider: aged('slider', from.slideshow.info()) };
  if (kind === 'video') {
    const video = from.player.attached();
    return { video: aged('video', part && video ? { [part]: video[part] ?? null } : video) };
  }
  if (kind === 'resume') return { resume: { size: 0, properties: {} } };
  if (kind === 'string') {
    // MSX scrambles texts here, in a way that no page explains; the length is all that anybody can rely on
    return { string: headAndRest(part)[1] };
  }
  if (kind === 'dictionary')
    return {
      dictionary: aged('dictionary', {
        name: 'English',
        version: '1.0.0',
        language: from.settings.language,
        size: 0,
        properties: {},
      }),
    };
  return null;
}
