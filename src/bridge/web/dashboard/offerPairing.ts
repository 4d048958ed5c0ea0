import { call, sentenceOf, type PlayerJson } from './callApi.js';
import { byId } from './dom.js';

/** By then the TV is there to be seen, and may have been unpaired again. */
const SAY_MS = 15_000;

/**
 * The form by which a TV is let in: the code that it shows, and a name. The QR code that a TV shows leads here with the
 * code in the address.
 */
export function offerPairing(reload: () => void): void {
  const form = byId('pair').querySelector('form')!;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const [wrong, done] = [form.querySelector('.wrong')!, form.querySelector('.good')!];
  const say = (problem: string, success: string): void => {
    wrong.textContent = problem;
    done.textContent = success;
  };
  byId('pair').hidden = false;
  const given = new URLSearchParams(location.search).get('code');
  if (given !== null) {
    field('code').value = given;
    field('displayName').focus();
  }
  form.onsubmit = (event) => {
    event.preventDefault();
    say('', '');
    const displayName = field('displayName').value.trim();
    call('POST', '/api/pairings', {
      code: field('code').value,
      ...(displayName === '' ? {} : { displayName }),
    })
      .then(async (answer) => {
        const player = (await answer.json()) as PlayerJson;
        form.reset();
        history.replaceState(null, '', location.pathname); // the code is used up
        say('', `${player.displayName} is paired. It goes on to its menu within some seconds.`);
        window.setTimeout(() => say('', ''), SAY_MS);
        reload();
      })
      .catch((error: unknown) => {
        say(sentenceOf(error), '');
        field('code').select();
      });
  };
}
