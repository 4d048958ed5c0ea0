import { headAndRest } from './readAction.js';
import { busyVerb } from './busyVerb.js';
import { KEY_NAMES } from './listenToKeys.js';
import { linkVerb } from './linkVerb.js';
import type { Tools, Verb } from './tools.js';

/** What clears the screen, presses keys, and what MSX does as an app. */
export function createScreenActions(tools: Tools): Record<string, Verb> {
  const { app, slideshow, player } = tools;
  const does: (act: () => void) => Verb = (act) => (rest) => {
    if (rest) return false;
    act();
    return true;
  };
  const says: (text: string) => Verb = (text) => does(() => app.toast('info', text));
  const restart = () => window.location.reload();

  return {
    log: does(() => tools.log.show(!tools.log.shown())),
    background: (rest) => {
      if (rest) return false;
      slideshow.stop();
      tools.navigator.closePanels();
      if (player.active()) player.uncover();
      else tools.uncovered(true);
      return true;
    },
    playback: does(() => {
      if (!player.active()) return;
      tools.navigator.closePanels();
      slideshow.stop();
      player.uncover();
    }),
    still: does(() => slideshow.stop()),
    quiet: does(() => player.stop()),
    eject: does(() => {
      if (player.active() || slideshow.active()) tools.ejectPanel.ask();
    }),
    key: (rest) => {
      const command = KEY_NAMES[rest];
      if (command) tools.key(command);
      return command !== undefined;
    },
    busy: (rest) => busyVerb(tools, 'app', rest),
    settings: (rest) => {
      const [name, value] = headAndRest(rest);
      return value !== '' && tools.setSetting(name, value);
    },
    awake: () => true,
    dialog: (rest) => {
      app.toast('info', `MSX would show its dialog "${rest}".`);
      return rest !== '';
    },
    exit: says('MSX would close now.'),
    leave: says('MSX would go back to what opened it.'),
    restart: does(restart),
    cleaning: does(restart),
    link: (rest) => linkVerb(tools, rest),
  };
}
