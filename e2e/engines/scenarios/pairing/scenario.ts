import { startRegistration } from '../../../stage/startRegistration.js';
import { menuOf, pageOf } from '../../fixtures.js';
import { expectThat, type Scenario } from '../../scenario.js';
import type { Act } from './page.js';

/** Pairing with a server on another origin, whose token goes nowhere else. */
export const scenario: Scenario<Act> = async (lab) => {
  const key = 'a49f8f48-3f71-4a50-8b1b-44ae80facc35';
  lab.makapix.players.set(key, { owner: 'owner', ownerPermitted: true });
  const server = await startRegistration({
    playerKey: key,
    documents: { '/menu.json': menuOf('Songs'), '/Songs.json': pageOf('A page', { title: 'Beneath' }) },
  });
  return {
    files: {},
    config: { registration: server.url, menu: `${server.origin}/menu.json` },
    acts: {
      'the owner types the code': server.type,
      'the owner unpairs the TV': server.unpair,
    },
    close: () => server.close(),
    evidence: ({ text, deviceId, seen, later }) => {
      const address = `${new URL(server.origin).host}/dashboard`;
      expectThat(String(text).includes(address), 'the TV says where the code is typed', text);
      expectThat(!String(seen).includes('Pair this TV'), 'a TV that was paired is paired', seen);
      expectThat(!String(later).includes('Songs'), 'a TV that was unpaired shows no old menu', later);
      const bodies = server.arrived
        .filter(({ method }) => method === 'POST')
        .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
      expectThat(
        bodies.length === 2 && bodies.every(({ device_id: id }) => id === deviceId),
        'the server was asked for two codes, for this TV',
        bodies,
      );
      const keys = [...new Set(lab.makapix.statuses.map(({ playerKey }) => playerKey))];
      expectThat(JSON.stringify(keys) === JSON.stringify([key]), 'the key is the server’s', keys);
      const strayed = [...lab.web.arrived, ...server.arrived].filter(({ url, body }) =>
        /token-|secret-/.test(url + body),
      );
      expectThat(strayed.length === 0, 'no address holds the token', strayed);
      const told = lab.web.arrived.filter(({ authorization }) => authorization !== '');
      expectThat(told.length === 0, 'the token goes to its own server only', told);
    },
  };
};
