import { BY_APP } from './app.js';
import { contextMenu } from './contextMenu.js';
import type { Command } from './listenToKeys.js';
import { runKey } from './runKey.js';
import { optionsPanel } from './optionsPanel.js';
import type { Tools } from './tools.js';

const SEEK_STEP_S = 10;

/** What the keys do: they go to what lies over everything else. */
interface Keys {
  key: (command: Command) => void;
  /** A key by the name that documents give it. False where nothing on screen has it. */
  named: (name: string) => boolean;
  back: () => void;
}

export function createKeys(tools: Tools): Keys {
  const { app, navigator, slideshow, player, log, codePanel, ejectPanel } = tools;

  function back(): void {
    if (navigator.panelOpen()) navigator.back();
    else if (slideshow.active()) slideshow.stop();
    else if (player.foreground()) player.back();
    else if (!navigator.key('back') && !navigator.back())
      app.toast('info', 'This is the first page: MSX would ask whether to leave.');
  }

  function slideshowKey(command: Command): void {
    if (command === 'left' || command === 'right') {
      slideshow.goTo(command === 'right' ? 'next' : 'prev');
      slideshow.showLabels(true);
    } else if (command === 'enter') slideshow.enter();
    else if (command === 'up' || command === 'down') slideshow.showLabels(!slideshow.labels());
    else if (command === 'playPause') slideshow.play(!slideshow.playing());
    else if (command === 'stop') slideshow.stop();
  }

  function playerKey(command: Command): void {
    if (command === 'left' || command === 'right') {
      player.show();
      player.seekTo(player.position() + (command === 'right' ? SEEK_STEP_S : -SEEK_STEP_S));
    } else if (command === 'pageUp' || command === 'up') player.goTo('prev', false);
    else if (command === 'pageDown' || command === 'down') player.goTo('next', false);
    else if (command === 'enter') player.enter();
    else if (command === 'playPause') player.play(!player.playing());
    else if (command === 'stop') player.stop();
  }

  function openOptions(): void {
    const options = navigator.options();
    app.execute('panel:data', options ? optionsPanel(options) : contextMenu(player.active()), BY_APP);
  }

  function key(command: Command): void {
    if (command === 'log') log.show(!log.shown());
    else if (codePanel.open()) codePanel.key(command);
    else if (ejectPanel.open()) ejectPanel.key(command);
    else if (tools.isUncovered()) tools.uncovered(false);
    else if (command === 'back') back();
    else if (navigator.panelOpen()) navigator.key(command);
    else if (slideshow.active()) slideshowKey(command);
    else if (player.foreground()) playerKey(command);
    else if (command === 'options') openOptions();
    else if (command === 'playPause' && player.active()) player.show();
    else if (command === 'stop' && player.active()) player.stop();
    else navigator.key(command);
  }

  function named(name: string): boolean {
    const covered = codePanel.open() || ejectPanel.open() || tools.isUncovered() || slideshow.active();
    if (navigator.panelOpen()) return !covered && runKey(app, navigator, name);
    if (covered) return false;
    return player.foreground() ? player.pressButton(name) : runKey(app, navigator, name);
  }

  return { key, named, back };
}
