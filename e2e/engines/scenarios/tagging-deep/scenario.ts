import { menuOf, pageOf, sound } from '../../fixtures.js';
import { expectTagged, type Scenario } from '../../scenario.js';

/** Mode `deep`: in a plain folder, documents behind documents are tagged too, down to the media. */
export const scenario: Scenario = (lab) => ({
  files: {
    'menu.json': menuOf('albums'),
    'albums.json': {
      json: {
        template: { type: 'separate', layout: '0,0,3,3', title: 'An album' },
        items: [{ action: 'content:deeper/album.json' }],
      },
    },
    'deeper/album.json': pageOf('Deeper', { title: 'A song', action: 'audio:../song.wav' }),
    'song.wav': sound(1),
  },
  config: { tagging: 'deep' },
  evidence: ({ deviceId }) => {
    expectTagged(lab, ['menu.json', 'albums.json', 'deeper/album.json', 'song.wav'], deviceId);
  },
});
