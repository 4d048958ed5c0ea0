import { film, menuOf, pageOf, sound } from '../../fixtures.js';
import { expectThat, expectViews, type Scenario } from '../../scenario.js';

const SOUND_POST = 201;
const FILM_POST = 202;

/** A sound and a film that play are views; stopping and pausing end and halt them. */
export const scenario: Scenario = (lab) => ({
  files: {
    'menu.json': menuOf('media'),
    'media.json': pageOf(
      'Media',
      { title: 'A sound', action: 'audio:sound.wav', properties: { 'makapix:post_id': SOUND_POST } },
      { title: 'A film', action: 'video:film.webm', properties: { 'makapix:post_id': String(FILM_POST) } },
    ),
    'sound.wav': sound(5),
    'film.webm': film(),
  },
  config: { tagging: 'deep' },
  evidence: ({ events }) => {
    expectViews(lab, [SOUND_POST, FILM_POST]); // whatever was paused
    for (const file of ['sound.wav', 'film.webm'])
      expectThat(
        lab.requestsFor(file).some(({ url }) => url.includes('device_id=')),
        `${file} was asked for with the ID`,
      );
    const shown = lab.makapix.statuses.map(({ status }) => status.currentPostId);
    expectThat(shown.includes(SOUND_POST) && shown.includes(FILM_POST), 'the status names both', shown);
    expectThat(
      Array.isArray(events) && events.includes('video:pause') && events.includes('video:stop'),
      'MSX announced pause and stop',
      events,
    );
  },
});
