import type { ScenarioPage } from '../../page/scenarioPage.js';

/** Plays a sound, stops it, and plays a film. */
export const page: ScenarioPage = (lab) =>
  lab.openTo('A sound').then((host) =>
    lab
      .server('online')
      .then(() => host.press('right', 'execute'))
      .then(() => host.until('the sound playing', ({ player }) => player?.state === 'playing'))
      .then(() => lab.server('viewed', 1))
      .then(() => lab.server('named', 201))
      .then(() => host.press('stop'))
      .then(() => host.until('the page of media again', ({ screen }) => screen !== 'player'))
      .then(() => host.press('right', 'execute'))
      .then(() =>
        host.until(
          'the film playing',
          ({ player }) => player?.type === 'video' && player.state === 'playing',
        ),
      )
      .then(() => host.press('play_pause'))
      .then(() => host.until('the film paused', ({ player }) => player?.state === 'paused'))
      .then(() => host.press('play_pause'))
      .then(() => lab.server('viewed', 2))
      .then(() => lab.server('named', 202))
      .then(() => host.press('stop'))
      .then(() => {
        const events = host.msx.events
          .filter(({ from }) => from === 'app')
          .map(({ message }) => (message as { data?: { event?: string } | null }).data?.event ?? '')
          .filter((event) => event.indexOf('video:') === 0);
        return { events };
      }),
  );
