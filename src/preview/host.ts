import { createChanges } from './createChanges.js';
import { createTools } from './createTools.js';
import { scaleStage } from './fitStage.js';
import { listenToKeys } from './listenToKeys.js';
import { createMessageLog } from './messageLog.js';
import { openStart } from './openStart.js';
import { ownId } from './ownId.js';
import { takeRestorePoint } from './restorePoint.js';
import { readSettings } from './settings.js';
import { showHints } from './showHints.js';
import { createTestApi } from './testApi.js';
import { createToasts } from './toasts.js';

function start(): void {
  const settings = readSettings(window.location.search, ownId());
  const { listeners, changed } = createChanges();
  const log = createMessageLog(changed);
  const toasts = createToasts(changed);
  const point = settings.start ? takeRestorePoint() : null;
  const tools = createTools({ settings, changed, toasts, restored: point !== null }, log);

  listenToKeys(tools.key, tools.namedKey);
  scaleStage();
  log.show(settings.log);
  window.msx = createTestApi(tools, toasts, listeners);
  listeners.push(() => showHints(window.msx.state().screen, tools.player.active()));
  changed();
  if (window.location.protocol === 'http:' && window.location.hostname !== 'localhost')
    toasts.show('warn', `TVX accepts an app only from http://localhost, not from ${window.location.host}.`);
  openStart(tools, point);
}

start();
