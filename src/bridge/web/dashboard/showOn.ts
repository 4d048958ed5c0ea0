import { call, sentenceOf, type OutcomeJson, type PlayerJson, type PostJson } from './callApi.js';
import { byId, make, picture } from './dom.js';
import { outcomeText } from './outcomeText.js';

/** One TV in the list. */
interface Choice {
  id: string;
  box: HTMLInputElement;
  /** Where it is said what became of it. */
  said: HTMLElement;
  row: HTMLElement;
}

/** What the dialog is open for: an answer that comes after it was closed concerns no other picture. */
let shown: PostJson | null = null;

/**
 * Asks on which TVs a picture is to be shown, and shows it there. Where one of them does not, the dialog stays and
 * says why beside that TV.
 */
export function showOn(post: PostJson, players: readonly PlayerJson[]): void {
  shown = post;
  const dialog = byId('show') as HTMLDialogElement;
  const wrong = dialog.querySelector('.wrong')!;
  const button = dialog.querySelector<HTMLButtonElement>('[value=show]')!;
  const choices = players.filter(({ listens }) => listens).map(choiceOf);
  byId('show-title').textContent = post.title || `Post ${post.id}`;
  dialog.querySelector('.screen')!.replaceChildren(picture(post.id, post.kind));
  byId('show-tvs').replaceChildren(
    ...(choices.length > 0
      ? choices.map(({ row }) => row)
      : [make('li', 'empty', 'No TV that takes commands is connected now.')]),
  );
  wrong.textContent = '';
  button.disabled = choices.length === 0;
  chooseAll(choices);

  async function show(): Promise<void> {
    const chosen = choices.filter(({ box }) => box.checked);
    if (chosen.length === 0) {
      wrong.textContent = 'Choose a TV.';
      return;
    }
    const answer = await call('POST', '/api/commands', {
      command_type: 'show_artwork',
      payload: { post_id: post.id },
      players: chosen.map(({ id }) => id),
    });
    const { results } = (await answer.json()) as { results: ({ player_id: string } & OutcomeJson)[] };
    if (tell(chosen, results) && shown === post) dialog.close();
  }

  dialog.querySelector('form')!.onsubmit = (event) => {
    if ((event.submitter as HTMLButtonElement | null)?.value !== 'show') return; // the dialog closes by itself
    event.preventDefault();
    wrong.textContent = '';
    for (const { said } of choices) said.textContent = '';
    button.disabled = true;
    show()
      .catch((error: unknown) => (wrong.textContent = sentenceOf(error)))
      .finally(() => {
        if (shown === post) button.disabled = false;
      });
  };
  dialog.showModal();
}

function choiceOf({ id, displayName }: PlayerJson, _index: number, all: readonly PlayerJson[]): Choice {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = all.length === 1; // there is nothing to choose
  const said = make('div', 'said');
  said.setAttribute('role', 'status');
  return { id, box, said, row: make('li', '', make('label', 'check', box, displayName), said) };
}

/** One box for all, where there are several. */
function chooseAll(choices: readonly Choice[]): void {
  const label = byId('show-all');
  const all = label.querySelector('input')!;
  label.hidden = choices.length < 2;
  const update = (): void => {
    const chosen = choices.filter(({ box }) => box.checked).length;
    all.checked = chosen === choices.length;
    all.indeterminate = chosen > 0 && chosen < choices.length;
  };
  for (const { box } of choices) box.onchange = update;
  all.onchange = () => {
    for (const { box } of choices) box.checked = all.checked;
    update();
  };
  update();
}

/** @returns whether all of them show it */
function tell(chosen: readonly Choice[], results: readonly ({ player_id: string } & OutcomeJson)[]): boolean {
  const texts = chosen.map(({ id, said }) => {
    const outcome = results.find(({ player_id: playerId }) => playerId === id);
    const text = outcome ? outcomeText(outcome) : 'The bridge has no answer of this TV.';
    said.className = `said ${text === '' ? 'good' : 'wrong'}`;
    said.textContent = text || 'shows it now';
    return text;
  });
  return texts.every((text) => text === '');
}
