import { startServer } from '../../../stage/startServer.js';
import { pageOf, sound } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';

/** Mode `links`: own links and those of allowed origins carry the ID, no other link changes. */
export const scenario: Scenario = async (lab) => {
  const page = (of: string) => pageOf(of, { title: `Page of ${of}` });
  const friend = await startServer({}, { '/page.json': page('friend') });
  const stranger = await startServer({}, { '/page.json': page('stranger') });
  return {
    files: {
      'menu.json': {
        json: {
          menu: [
            { label: 'own', data: 'own.json?a=%C3%A4&b={PLATFORM}' },
            { label: 'friend', data: `${friend.origin}/page.json?q=1#top` },
            { label: 'stranger', data: `${stranger.origin}/page.json?device_id=theirs` },
            {
              label: 'inside',
              data: {
                headline: 'Inside the menu',
                template: { layout: '0,0,3,3' },
                items: [{ title: 'A sound', action: 'audio:sound.wav' }],
              },
            },
          ],
        },
      },
      'own.json': page('own'),
      'sound.wav': sound(1),
    },
    config: { origins: [friend.origin] },
    evidence: ({ deviceId }) => {
      const query = `device_id=${encodeURIComponent(String(deviceId))}`;
      const own = lab.requestsFor('own.json')[0]?.url ?? '';
      expectThat(
        own.includes(`a=%C3%A4&b=tizen&${query}`),
        'our own link is tagged behind its query, which stays',
        own,
      );
      const sound = lab.requestsFor('sound.wav')[0]?.url ?? '';
      expectThat(sound.includes(query), 'the media of a page inside the menu is tagged', sound);
      const toFriend = friend.arrived.map(({ url }) => url);
      expectThat(
        toFriend.length > 0 && toFriend.every((url) => url.includes(`q=1&${query}`)),
        'an allowed origin gets the ID',
        toFriend,
      );
      const toStranger = stranger.arrived.map(({ url }) => url);
      expectThat(
        toStranger.length > 0 && toStranger.every((url) => url.includes('device_id=theirs')),
        'a foreign link stays as it is',
        toStranger,
      );
    },
    close: async () => {
      await Promise.all([friend.close(), stranger.close()]);
    },
  };
};
