import { createDialog, type DialogKeys } from './createDialog.js';

/** MSX asks for so long whether what is played shall remain (reference/settings-reference, Eject Timeout). */
const EJECTED_AFTER_S = 30;

/** `eject`: what plays ends unless somebody is there who says no. */
export interface EjectPanel extends DialogKeys {
  ask(): void;
}

/** @param eject ends what is played */
export function createEjectPanel(changed: () => void, eject: () => void): EjectPanel {
  const dialog = createDialog('eject');
  let left = 0;
  let timer = 0;

  function close(): void {
    window.clearInterval(timer);
    dialog.close();
    changed();
  }

  function draw(): void {
    dialog.show('Still there?', `What is played ends in ${left} seconds.`, 'Enter goes on');
    changed();
  }

  return {
    ask: () => {
      window.clearInterval(timer);
      left = EJECTED_AFTER_S;
      timer = window.setInterval(() => {
        left--;
        if (left > 0) draw();
        else {
          close();
          eject();
        }
      }, 1_000);
      draw();
    },
    open: () => dialog.open(),
    // guess(eject-panel): going back means going on, too
    key: (command) => {
      if (command === 'enter' || command === 'back') close();
    },
  };
}
