import { call, sentenceOf, type PlayerJson } from './callApi.js';
import { ago, byId, make, picture } from './dom.js';
import { remoteOf } from './remoteOf.js';
import { unwell } from './unwell.js';

/** Shows the TVs: those that are online first, then by their last activity. */
export function showPlayers(players: PlayerJson[], hasTokens: boolean, reload: () => void): void {
  const order = [...players].sort(
    (a, b) =>
      Number(b.connectionStatus === 'online') - Number(a.connectionStatus === 'online') ||
      b.lastActivity.localeCompare(a.lastActivity),
  );
  const online = players.filter(({ connectionStatus }) => connectionStatus === 'online').length;
  byId('player-count').textContent = players.length > 0 ? `${online} of ${players.length} online` : '';
  const focused = focusIn(byId('players'));
  byId('players').replaceChildren(
    ...(order.length > 0
      ? order.map((player) => card(player, hasTokens, reload))
      : [
          make(
            'p',
            'empty',
            hasTokens
              ? 'No TV is paired yet. Type the address above into one: it shows a code, which is typed above as well.'
              : 'No TV has been here yet. Type the address above into one: it appears here by itself.',
          ),
        ]),
  );
  focused?.()?.focus();
}

/** @returns finds what has the focus now, after all has been drawn anew; null = nothing has it there */
function focusIn(players: HTMLElement): (() => HTMLElement | null) | null {
  const focused = document.activeElement;
  const id = focused?.closest<HTMLElement>('.player')?.dataset.id;
  if (id === undefined || !players.contains(focused)) return null;
  const part = focused instanceof HTMLElement ? focused.dataset.part : undefined;
  return () => players.querySelector(`[data-id="${CSS.escape(id)}"] [data-part="${part}"]`);
}

function card(player: PlayerJson, hasTokens: boolean, reload: () => void): HTMLElement {
  const { currentPostId, currentTitle, currentKind, connectionStatus, currentSince } = player;
  const isOnline = connectionStatus === 'online';
  const isShowing = isOnline && currentPostId !== null;
  const screen = make('span', 'screen');
  screen.append(isShowing ? picture(currentPostId, currentKind) : 'shows no work now');
  const title = isShowing ? (currentTitle ?? `post ${currentPostId}`) : '';
  const since =
    isShowing && currentSince !== null
      ? `, shows ${title} since ${new Date(currentSince).toLocaleTimeString()}`
      : '';
  const state = make('span', `state ${connectionStatus}`, isOnline ? `online${since}` : stateOf(player));
  const sentences = [
    ...(hasTokens && !player.hasToken ? ['It is not paired.'] : []),
    ...unwell(player, Date.now()),
  ].map((sentence) => make('span', 'unwell', sentence));
  const button = make(
    'button',
    'open',
    ...(isOnline ? [screen] : []), // the few that play stand out from the many that are away
    make(
      'span',
      'about',
      make('b', '', player.displayName),
      make('span', '', facts(player)),
      state,
      ...sentences,
    ),
  );
  button.onclick = () => edit(player, hasTokens, reload);
  button.dataset.part = 'open';
  const whole = make('article', 'player', button, ...(player.listens ? [remoteOf(player)] : []));
  whole.dataset.id = player.id;
  return whole;
}

/** `Samsung Tizen 5.5, MSX 0.1.163, plugin 0.1.0`, as far as it is known. */
const facts = ({ platform, address, msxVersion, firmwareVersion }: PlayerJson): string =>
  [
    platform === 'unknown' ? address : platform,
    ...(msxVersion === null ? [] : [`MSX ${msxVersion}`]),
    ...(firmwareVersion === null ? [] : [`plugin ${firmwareVersion}`]),
  ].join(', ');

const stateOf = ({ registered, lastActivity, lastSeenAt }: PlayerJson): string => {
  const last = lastSeenAt !== null && lastSeenAt > lastActivity ? lastSeenAt : lastActivity;
  return `${registered ? 'not connected' : 'away'}, last seen ${ago(last)}`;
};

function edit(player: PlayerJson, hasTokens: boolean, reload: () => void): void {
  const dialog = byId('edit') as HTMLDialogElement;
  const form = dialog.querySelector('form')!;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const wrong = form.querySelector('.wrong')!;
  const token = byId('token');
  form.querySelector('h2')!.textContent = player.displayName;
  field('displayName').value = player.displayName;
  field('owner').value = player.owner ?? '';
  wrong.textContent = '';
  token.hidden = true;
  form.querySelector<HTMLElement>('[value=token]')!.hidden = !hasTokens;
  form.querySelector<HTMLElement>('[value=unpair]')!.hidden = !hasTokens || !player.hasToken;
  form.querySelector('dl')!.replaceChildren(
    ...Object.entries({
      'Player ID': player.id,
      'Device ID': player.deviceId ?? 'none',
      'Player key': player.playerKey ?? 'none yet',
      'Address': player.address,
      'MSX': player.msxVersion ?? 'not known',
      'Plugin': player.firmwareVersion ?? 'not known',
      'Browser': player.health?.engine ?? 'not known',
    }).flatMap(([name, value]) => [make('dt', '', name), make('dd', '', value)]),
  );
  const path = `/api/players/${encodeURIComponent(player.id)}`;
  const actions: Record<string, () => Promise<boolean>> = {
    cancel: () => Promise.resolve(true),
    save: async () => {
      const owner = field('owner').value.trim();
      await call('PATCH', path, {
        displayName: field('displayName').value,
        owner: owner === '' ? null : owner,
      });
      return true;
    },
    remove: async () => {
      if (!confirm(`Remove ${player.displayName}? It comes back when it opens the menu again.`)) return false;
      await call('DELETE', path);
      return true;
    },
    unpair: async () => {
      const question = `Unpair ${player.displayName}? It shows nothing of this bridge until its next code is typed.`;
      if (!confirm(question)) return false;
      await call('DELETE', `${path}/token`);
      return true;
    },
    token: async () => {
      const { token: text } = (await (await call('POST', `${path}/token`, {})).json()) as { token: string };
      token.textContent = `Put this into the TV’s configuration file as broker.password now; it is shown only once: ${text}`;
      token.hidden = false;
      return false;
    },
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const action = actions[(event.submitter as HTMLButtonElement).value] ?? actions.cancel!;
    action().then(
      (isDone) => {
        if (!isDone) return;
        dialog.close();
        reload();
      },
      (error: unknown) => {
        wrong.textContent = sentenceOf(error);
      },
    );
  };
  dialog.showModal();
}
