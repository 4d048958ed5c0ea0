import { call, sentenceOf, type OutcomeJson, type PlayerJson } from './callApi.js';
import { make } from './dom.js';
import { outcomeText } from './outcomeText.js';

/** The buttons of one TV. They outlast the card around them, which is drawn anew whenever something happens. */
interface Remote {
  element: HTMLElement;
  /** Fits the buttons to what is known of the TV now. */
  update(player: PlayerJson): void;
}

const remotes = new Map<string, Remote>();

/** What a TV that is connected can be told on its card: back, pause or play, next. What fails says why below. */
export function remoteOf(player: PlayerJson): HTMLElement {
  const remote = remotes.get(player.id) ?? createRemote(player.id);
  remotes.set(player.id, remote);
  remote.update(player);
  return remote.element;
}

function createRemote(playerId: string): Remote {
  /** What the TV was told last where it does not say itself; null = nothing. */
  let isPaused: boolean | null = null;
  let isBusy = false;
  const wrong = make('p', 'wrong');
  wrong.setAttribute('role', 'alert');

  const setBusy = (busy: boolean): void => {
    isBusy = busy;
    // Not `disabled`: the focus would be lost.
    for (const button of buttons) button.setAttribute('aria-disabled', String(busy));
  };
  async function send(type: string, payload: object): Promise<boolean> {
    setBusy(true);
    try {
      const path = `/api/players/${encodeURIComponent(playerId)}/commands`;
      const answer = await call('POST', path, { command_type: type, payload });
      wrong.textContent = outcomeText((await answer.json()) as OutcomeJson);
    } catch (error) {
      wrong.textContent = sentenceOf(error);
    }
    setBusy(false);
    return wrong.textContent === '';
  }
  const button = (part: string, label: string, press: () => unknown): HTMLElement => {
    const element = make('button', 'plain', label);
    element.dataset.part = part;
    element.onclick = () => {
      if (isBusy) return;
      wrong.textContent = '';
      press();
    };
    return element;
  };

  const pause = button('pause', '', async () => {
    const wanted = pause.dataset.paused !== 'true';
    if (!(await send('set_paused', { paused: wanted }))) return;
    isPaused = wanted;
    showPaused(wanted);
  });
  const showPaused = (paused: boolean): void => {
    pause.dataset.paused = String(paused);
    pause.textContent = paused ? 'Play' : 'Pause';
  };
  const buttons = [
    button('back', 'Back', () => send('swap_back', {})),
    pause,
    button('next', 'Next', () => send('swap_next', {})),
  ];
  const element = make('div', 'remote', ...buttons, wrong);
  element.setAttribute('role', 'group');
  return {
    element,
    update({ displayName, capabilities, state }) {
      element.setAttribute('aria-label', displayName);
      const { features } = (capabilities ?? {}) as { features?: object };
      // A TV that says what it can do and does not name the pause cannot be paused.
      pause.hidden = typeof features === 'object' && !('pause' in features);
      const { is_paused: said } = (state ?? {}) as { is_paused?: unknown };
      showPaused(typeof said === 'boolean' ? said : (isPaused ?? false));
    },
  };
}
