import { describe, expect, it } from 'vitest';
import { greeting } from './greeting.js';
import { bridgeUrls } from '../web/bridgeUrls.js';

const OPEN = { mqttPort: undefined, auth: 'open', adminToken: undefined } as const;

describe('the greeting', () => {
  it('gives the preview, what to type into a TV, and the full start parameter for each address', () => {
    const text = greeting(bridgeUrls(9000, ['192.168.1.20', '10.0.0.5']), OPEN).join('\n');
    expect(text).toContain('http://localhost:9000/preview\n');
    expect(text).toContain('    192.168.1.20:9000\n');
    expect(text).toContain('menu:request:interaction:init@http://192.168.1.20:9000/plugin.html\n');
    expect(text).toContain('    10.0.0.5:9000\n');
  });

  it('says so when no TV can reach it', () => {
    expect(greeting(bridgeUrls(9000, []), OPEN).join('\n')).toContain('No TV can reach this');
  });

  it.each([undefined, 'https://tv.example'])(
    'says of a broker that bridges share what is not answered on it without an address for TVs (%s)',
    (publicUrl) => {
      const shared = { urlForTvs: 'wss://broker.example/mqtt', publicUrl };
      const text = greeting(bridgeUrls(9000, []), { ...OPEN, shared }).join('\n');
      expect(text).toContain('wss://broker.example/mqtt\n');
      expect(text.includes('--public-url')).toBe(publicUrl === undefined);
      expect(greeting(bridgeUrls(9000, []), OPEN).join('\n')).not.toContain('--public-url');
    },
  );

  it.each(['the admin token', undefined])(
    'says with tokens how a TV is let in, and what a link is worth (%s)',
    (adminToken) => {
      const text = greeting(bridgeUrls(9000, []), { mqttPort: undefined, auth: 'token', adminToken }).join(
        '\n',
      );
      expect(text).toContain('A TV shows a code until it is paired');
      expect(text).toContain('whoever gets hold of such a link');
      expect(text.includes('the admin token')).toBe(adminToken !== undefined);
      expect(greeting(bridgeUrls(9000, []), OPEN).join('\n')).not.toContain('paired');
    },
  );
});
