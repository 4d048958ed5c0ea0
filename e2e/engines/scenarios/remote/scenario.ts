import type { CommandAnswer } from '../../../stage/makapix/startMakapixServer.js';
import { film, gallery, pageOf, picture, sound } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

/** What each command is answered with, in the order in which they are given. */
const EXPECTED: [command: string, status: string, error: RegExp | null][] = [
  ['swap_next', 'error', /Nothing that could be turned/],
  ['set_paused', 'ok', null],
  ['goto', 'error', /has 3 items/],
  ['swap_next', 'ok', null],
  ['swap_back', 'ok', null],
  ['show_artwork', 'ok', null],
  ['stop', 'ok', null],
  ['show_notice', 'ok', null],
  ['open_page', 'ok', null],
  ['open_page', 'error', /"origins"/],
  ['play_media', 'ok', null],
  ['set_paused', 'ok', null],
  ['seek', 'ok', null],
  ['set_paused', 'ok', null],
  ['stop', 'ok', null],
  ['open_playlist', 'ok', null],
  ['stop', 'ok', null],
  ['open_playlist', 'error', /cannot be had/],
  ['set_brightness', 'unsupported', /no command/],
  ['swap_next', 'error', /asleep/],
  ['reload', 'ok', null],
];

const ARTWORK = 131;
const FILM = 202;

/** Each command of the broker is done once, and answered by what MSX then said; what may not be is not done. */
export const scenario: Scenario<Act> = (lab) => {
  const { makapix, playerKey, web, requestsFor } = lab;
  let last: { id: string; type: string; payload: Record<string, unknown> } | null = null;
  const acksOf = (id: string | undefined) =>
    makapix.told.filter(({ topic, message }) => topic === 'command/ack' && message.command_id === id);
  const says = (topic: string) =>
    makapix.told.filter((one) => one.topic === topic).map(({ message }) => message);
  return {
    files: {
      ...gallery(3),
      'second.json': pageOf('Second', { title: 'A second page', action: 'image:picture-1.png' }),
      'list.json': {
        json: {
          type: 'list',
          template: { type: 'separate', layout: '0,0,3,3' },
          items: [{ title: 'A sound', action: 'audio:sound.wav' }],
        },
      },
      'film.webm': film(),
      'sound.wav': sound(5),
      'art/03/38/k1.webp': picture(),
      'art/03/38/k1.gif': picture(),
    },
    config: {
      tagging: 'deep',
      artworkUrl: `${web.origin}/tv/art/{storage_shard}/{storage_key}.{format}`,
      remote: [...new Set(EXPECTED.map(([command]) => command))],
    },
    settings: { slideshowInterval: '60000' },
    acts: {
      'capable': () => makapix.until(() => says('capabilities').length > 0, 'what the player can do'),
      'command': async (data) => {
        const { type, payload = {} } = data as { type: string; payload?: Record<string, unknown> };
        const id = makapix.command(playerKey, type, payload);
        last = { id, type, payload };
        return makapix.answerTo(id);
      },
      'same again': async () => {
        const { id, type, payload } = last!;
        makapix.command(playerKey, type, payload, { command_id: id });
        await makapix.until(() => acksOf(id).length === 2, 'a second answer');
      },
      'known after a restart': async () => {
        const { id, type, payload } = last!;
        const before = acksOf(id).length;
        makapix.command(playerKey, type, payload, { command_id: id });
        await makapix.until(() => acksOf(id).length > before, 'an answer from what the TV has kept');
      },
    },
    evidence: ({ answers, toasts }) => {
      const given = Object.values(answers as Record<string, CommandAnswer>);
      expectThat(given.length === EXPECTED.length, 'each command was answered', answers);
      EXPECTED.forEach(([command, status, error], at) => {
        const { status: was, error: sentence } = given[at]!;
        expectThat(
          was === status && (status === 'ok' ? sentence === null : (error ?? /./).test(String(sentence))),
          `${at + 1}: ${command} is answered with "${status}"`,
          given[at],
        );
      });
      const notices = (toasts as string[]).filter((text) => text.includes('Lunch'));
      expectThat(notices[0] === 'Lunch | at {noon}', 'the notice is shown as it is', toasts);
      expectThat(
        !(toasts as string[]).some((text) => text.includes('Unknown')),
        'no action is unknown',
        toasts,
      );
      const views = makapix.recorded.map(({ postId, payload }) => [postId, payload.intent]);
      for (const post of [ARTWORK, FILM])
        expectThat(
          views.some(([postId, intent]) => postId === post && intent === 'artwork'),
          `the view of ${post} says that somebody asked for it`,
          views,
        );
      expectThat(
        says('state').some((state) => state.is_paused === true) &&
          says('state').some((state) => state.is_paused === false),
        'it says whether it pauses',
        says('state'),
      );
      const shown = ['webp', 'gif'].flatMap((format) => requestsFor(`art/03/38/k1.${format}`));
      expectThat(shown.length > 0, 'the artwork was fetched from the address that is built', shown);
      const starts = requestsFor('plugin.html').length;
      expectThat(starts === 2, 'the reload was done once', starts);
    },
  };
};
