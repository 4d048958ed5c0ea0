import type { ScenarioPage } from '../../page/scenarioPage.js';

/** What the half beside the servers does for it: sends commands and waits for their answers. */
export type Act = 'command' | 'same again' | 'capable' | 'known after a restart';

/** Is told what to do, from the first picture to a film, and looks whether MSX does it. */
export const page: ScenarioPage<Act> = (lab) => {
  const answers: Record<string, unknown> = {};
  const at = (file: string) => `${window.location.protocol}//${window.location.host}/tv/${file}`;
  let count = 0;
  let toasts: string[] = [];
  /** Sends a command, and keeps what came of it under a name that says what it was. */
  const order = (type: string, payload?: unknown): Promise<unknown> =>
    lab.server('command', { type, payload }).then((answer) => {
      answers[`${++count} ${type}`] = answer;
    });
  return lab.openTo('Picture 1').then((host) =>
    lab
      .server('capable')
      .then(() => order('swap_next'))
      .then(() => host.press('right', 'execute', 'play_pause'))
      .then(() => host.until('the slideshow running', ({ slideshow }) => slideshow?.playing === true))
      .then(() => order('set_paused', { paused: true }))
      .then(() => host.until('it stands still', ({ slideshow }) => slideshow?.playing === false))
      .then(() => order('goto', { index: 9 }))
      .then(() => order('swap_next'))
      .then(() => host.until('the second picture', ({ slideshow }) => slideshow?.index === 1))
      .then(() => lab.server('same again'))
      .then(() => order('swap_back'))
      .then(() => host.until('the first picture', ({ slideshow }) => slideshow?.index === 0))
      .then(() =>
        order('show_artwork', {
          post_id: 131,
          title: 'A {b}',
          storage_key: 'k1',
          storage_shard: '03/38',
          native_format: 'webp',
          width: 64,
          height: 64,
        }),
      )
      .then(() => lab.server('named', 131))
      .then(() => lab.server('dwell'))
      .then(() => order('stop'))
      .then(() => host.until('no slideshow', ({ slideshow }) => slideshow === null))
      .then(() => order('show_notice', { text: 'Lunch | at {noon}', seconds: 1 }))
      .then(() => order('open_page', { url: at('second.json') }))
      .then(() => host.until('the second page', ({ content }) => content?.headline === 'Second'))
      .then(() => order('open_page', { url: 'http://elsewhere.test/second.json' }))
      .then(() =>
        order('play_media', {
          url: at('film.webm'),
          kind: 'video',
          title: 'A film',
          properties: { 'makapix:post_id': 202 },
        }),
      )
      .then(() => host.until('the film', ({ player }) => player?.state === 'playing'))
      .then(() => order('set_paused', { paused: true }))
      .then(() => order('seek', { position: 1 }))
      .then(() => order('set_paused', { paused: false }))
      .then(() => lab.server('named', 202))
      .then(() => lab.server('dwell'))
      .then(() => order('stop'))
      .then(() => order('open_playlist', { url: at('list.json') }))
      .then(() => order('stop'))
      .then(() => order('open_playlist', { url: at('missing.json') }))
      .then(() => order('set_brightness', { value: 1 }))
      .then(() => host.msx.sendEvent({ event: 'app:sleep' }))
      .then(() => order('swap_next'))
      .then(() => host.msx.sendEvent({ event: 'app:awake' }))
      .then(() => (toasts = host.msx.state().allToasts.map(({ text }) => text)))
      .then(() => order('reload'))
      .then(() => lab.server('known after a restart'))
      .then(() => ({ answers, toasts })),
  );
};
