import {
  ApiError,
  SIGN_IN,
  call,
  getJson,
  sentenceOf,
  type BridgeJson,
  type PlayerJson,
  type StatsJson,
  type ViewJson,
} from './callApi.js';
import { dayChart, postChart, seenText } from './charts.js';
import { byId, clockTime, make, picture, showSvg, svgOf } from './dom.js';
import { gather } from './gather.js';
import { createPictures } from './createPictures.js';
import { offerPairing } from './offerPairing.js';
import { showPlayers } from './showPlayers.js';

const VIEWS_SHOWN = 50;

/** Events come in crowds: what they change is fetched once after this. */
const GATHER_MS = 300;

/** A folder that is being read changes all the time. */
const PICTURES_PAUSE_MS = 2000;

/** Views may arrive all the time, and the bridge has better to do than to count them. */
const COUNTS_PAUSE_MS = 5000;

let bridge: BridgeJson;
let players: PlayerJson[] = [];
const pictures = createPictures({ players: () => players, reload: () => void load(() => pictures.load()) });
/** 0 = there was none; undefined = nobody has looked yet. */
let newestView: number | undefined;
/** The newest view that is in the counts; undefined = they are not there yet. */
let newestCounted: number | undefined;

function showBridge(): void {
  const [best, ...others] = bridge.tvs;
  byId('reachable').hidden = best === undefined;
  byId('unreachable').hidden = best !== undefined;
  // TVX takes messages from an app at http://localhost only, so that the preview works nowhere else.
  byId('preview').hidden = !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
  byId('sign-out').hidden = bridge.auth !== 'token';
  if (best === undefined) return;
  byId('setup').textContent = best.setup;
  byId('others').textContent =
    others.length > 0 ? `or ${others.map(({ setup }) => setup).join(', or ')}` : '';
  byId('start-parameter').textContent = best.startParameter;
  void showSvg(byId('qr'), '/api/qr.svg');
}

async function loadPlayers(): Promise<void> {
  ({ players } = await getJson<{ players: PlayerJson[] }>('/api/players'));
  // a view is told with the name of its TV
  showPlayers(
    players,
    bridge.auth === 'token',
    () => void load(() => Promise.all([loadPlayers(), loadViews()])),
  );
}

async function loadViews(): Promise<void> {
  const { views } = await getJson<{ views: ViewJson[] }>(`/api/views?limit=${VIEWS_SHOWN}`);
  const known = newestView;
  byId('views').replaceChildren(
    ...(views.length > 0
      ? views.map((view) => row(view, known !== undefined && view.id > known))
      : [
          make(
            'li',
            'empty',
            bridge.hint ?? 'No view yet. Show a picture on a TV for two seconds: it appears here.',
          ),
        ]),
  );
  newestView = views[0]?.id ?? 0;
  if (newestView !== newestCounted) countsSoon();
}

const countsSoon = gather(() => void load(loadCounts), 0, COUNTS_PAUSE_MS);

async function loadCounts(): Promise<void> {
  const newest = newestView;
  const { perDay, perPost, ...all } = await getJson<StatsJson>('/api/stats');
  byId('view-count').textContent = all.total > 0 ? seenText(all) : '';
  byId('days').replaceChildren(svgOf(dayChart(perDay, Date.now())));
  byId('posts').replaceChildren(
    all.total > 0
      ? svgOf(postChart(perPost))
      : make('p', 'empty', 'Which works are seen most is shown here.'),
  );
  newestCounted = newest;
}

function row(view: ViewJson, isNew: boolean): HTMLElement {
  const isView = view.intent === 'artwork';
  const time = make('time', '', clockTime(view.seenAt));
  time.setAttribute('datetime', view.seenAt);
  return make(
    'li',
    isNew ? 'new' : '',
    make('span', 'thumb', picture(view.postId, view.kind)),
    make(
      'span',
      'what',
      make('i', `key ${isView ? 'views' : 'impressions'}`), // on a phone there is no room for the word
      ' ',
      view.title || `Post ${view.postId}`,
      make('span', '', ` on ${view.player}, ${isView ? 'a view' : 'an impression'}`),
    ),
    time,
  );
}

/** Runs a part of the page; without a session asks for one. */
async function load(part: () => Promise<unknown>): Promise<void> {
  try {
    await part();
  } catch (error) {
    if (error instanceof ApiError && error.status === SIGN_IN) askForToken();
    else live('off', error instanceof ApiError ? error.message : 'The bridge cannot be reached');
  }
}

function askForToken(): void {
  const form = byId('sign-in') as HTMLFormElement;
  document.querySelector('main')!.hidden = true;
  form.hidden = false;
  live('', 'not signed in');
  form.onsubmit = (event) => {
    event.preventDefault();
    const token = new FormData(form).get('token');
    call('POST', '/api/session', { token }).then(
      () => location.reload(),
      (error: unknown) => {
        form.querySelector('.wrong')!.textContent = sentenceOf(error);
      },
    );
  };
}

byId('sign-out').onclick = () => {
  void load(async () => {
    await call('DELETE', '/api/session');
    location.reload();
  });
};

function live(state: 'on' | 'off' | '', text: string): void {
  byId('live').className = state;
  byId('live').textContent = text;
}

function listen(): void {
  const playersSoon = gather(() => void load(loadPlayers), GATHER_MS, 0);
  const viewsSoon = gather(() => void load(loadViews), GATHER_MS, 0);
  const picturesSoon = gather(() => pictures.reload(), GATHER_MS, PICTURES_PAUSE_MS);
  const events = new EventSource('/api/events');
  events.onopen = () => {
    live('on', 'live');
    playersSoon(); // what happened while the connection was down
    viewsSoon();
    picturesSoon();
  };
  events.onerror = () => live('off', 'The bridge cannot be reached; trying again…');
  events.onmessage = ({ data }) => {
    const { type } = JSON.parse(String(data)) as { type: string };
    if (type === 'library') picturesSoon();
    else playersSoon();
    if (type === 'view') viewsSoon();
  };
}

void load(async () => {
  bridge = await getJson<BridgeJson>('/api/bridge');
  showBridge();
  document.querySelector('main')!.hidden = false;
  if (bridge.auth === 'token') offerPairing(() => void load(loadPlayers));
  await Promise.all([loadPlayers(), loadViews(), pictures.load()]);
  listen();
  window.setInterval(() => void load(loadPlayers), 60_000); // "5 min ago" grows older
});
