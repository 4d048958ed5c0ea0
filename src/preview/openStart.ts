import { headAndRest, parseFocus } from './readAction.js';
import { askForStart } from './askForStart.js';
import type { RestorePoint } from './restorePoint.js';
import type { Tools } from './tools.js';
import { tooYoung } from './versions.js';

/** Opens what the start parameter names, and what one comes back to from a link. */
export function openStart({ app, navigator }: Tools, point: RestorePoint | null): void {
  const { settings } = app;
  if (!settings.start) askForStart('');
  else if (!/^(menu|content):/.test(settings.start))
    askForStart(`"${settings.start}" starts neither with "menu:" nor with "content:".`);
  else {
    const source =
      point && typeof point.source === 'string' ? parseFocus(point.source).source : point?.source;
    const again = typeof source === 'string' && point?.focus ? `${source}>${point.focus}` : source;
    const young = tooYoung(settings.start, settings.msxVersion);
    const [kind, address] = headAndRest(settings.start);
    if (point?.first) navigator.open(point.kind, again, point.data);
    else if (young) app.toast('warn', young);
    else navigator.start(kind === 'menu' ? 'menu' : 'content', address);
    if (point && !point.first) navigator.open(point.kind, again, point.data);
  }
}
