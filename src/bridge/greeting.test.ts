import { describe, expect, it } from 'vitest';
import { greeting } from './greeting.js';
import { bridgeUrls } from './urls.js';

describe('the greeting', () => {
  it('gives the preview, what to type into a TV, and the full start parameter for each address', () => {
    const text = greeting(bridgeUrls(9000, ['192.168.1.20', '10.0.0.5'])).join('\n');
    expect(text).toContain('http://localhost:9000/preview\n');
    expect(text).toContain('    192.168.1.20:9000\n');
    expect(text).toContain('menu:request:interaction:init@http://192.168.1.20:9000/plugin.html\n');
    expect(text).toContain('    10.0.0.5:9000\n');
  });

  it('says so when no TV can reach it', () => {
    expect(greeting(bridgeUrls(9000, [])).join('\n')).toContain('No TV can reach this');
  });
});
