import type { Fields } from './fields.js';
import { headAndRest } from './readAction.js';
import { attachedFor } from './attachedAge.js';
import { type ScreenInfo, systemInfo } from './systemInfo.js';
import type { Tools } from './tools.js';

/**
 * MSX's attached data for `info`, `info:extended`, `video`, `video:info`, `slider`, `dictionary`, …, as an
 * object with the one key that the plugin's callback gets. Null for what this page does not have.
 */
export function attachedData(dataId: string, tools: Tools): Fields | null {
  const { player, slideshow } = tools;
  const { settings } = tools.app;
  const [kind, part] = headAndRest(dataId);
  const aged = (path: string, value: unknown) => attachedFor(path, value, settings.msxVersion);
  if (kind === 'info') {
    const info = systemInfo(part, settings, screenInfo(tools));
    return info && { info: aged('info', info) };
  }
  if (kind === 'slider') return { slider: aged('slider', slideshow.info()) };
  if (kind === 'video') {
    const video = player.attached();
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
        language: settings.language,
        size: 0,
        properties: {},
      }),
    };
  return null;
}

function screenInfo({ app, navigator, player, slideshow, plugin }: Tools): ScreenInfo {
  return {
    startup: app.startup,
    atStart: navigator.atStart(),
    restored: app.restored,
    menu: navigator.menu() && navigator.info('menu'),
    content: navigator.info('content'),
    panel: navigator.info('panel'),
    contentVisible: !slideshow.active() && !player.foreground(),
    videoVisible: player.foreground(),
    videoActive: player.active(),
    slideshowVisible: slideshow.active(),
    interaction: plugin.url(),
  };
}
