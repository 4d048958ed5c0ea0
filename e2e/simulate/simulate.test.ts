import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.js';
import { power } from './power.js';
import { restart } from './restart.js';
import { DEFAULT_SETTINGS, type SimulateSettings } from './simulateSettings.js';
import { views } from './views.js';

const SETTINGS: SimulateSettings = { ...DEFAULT_SETTINGS, players: 300, acceptsPerS: 30, backlog: 120 };

const row = ({ rows }: Finding, what: string) => rows.find((one) => one.what === what)!;
const fact = ({ facts }: Finding, what: string) => facts.find((one) => one.what === what)!.value;
const broken = (findings: Finding[]) =>
  findings.flatMap(({ limits }) => limits.filter(({ holds }) => !holds));

describe('the simulation of a fleet', () => {
  it('finds the same for the same seed, and something else for another', async () => {
    expect(await restart(SETTINGS, {})).toEqual(await restart(SETTINGS, {}));
    expect(await restart({ ...SETTINGS, seed: 2 }, {})).not.toEqual(await restart(SETTINGS, {}));
    const slideshows = { start: 'spread', without: {} } as const;
    expect(await views(SETTINGS, slideshows)).toEqual(await views(SETTINGS, slideshows));
  });

  it('sees fewer connection attempts at the peak with jitter than without', async () => {
    const [ours, fixed] = [await restart(SETTINGS, {}), await restart(SETTINGS, { jitter: true })];
    expect(row(ours, 'attempts at the broker').peakPerS).toBeLessThan(
      row(fixed, 'attempts at the broker').peakPerS / 4,
    );
    expect(fact(fixed, 'refused, too many waiting')).toBeGreaterThan(0);
    expect(fact(ours, 'refused, too many waiting')).toBe(0);
  });

  it('sees fewer heartbeats at the peak with jitter than without, of TVs that started at one moment', async () => {
    const [ours, fixed] = [await power(SETTINGS, {}), await power(SETTINGS, { jitter: true })];
    expect(row(ours, 'heartbeats').peakPerS).toBeLessThan(row(fixed, 'heartbeats').peakPerS / 2);
    expect(row(ours, 'heartbeats').meanPerS).toBeCloseTo(SETTINGS.players / 120, 1);
  });

  it('brings everybody back, and breaks no limit of the protocol, whatever the broker does', async () => {
    const findings = [
      await restart(SETTINGS, {}),
      await restart({ ...SETTINGS, outageS: 1 }, {}),
      await restart({ ...SETTINGS, outageS: 600 }, {}),
      await restart({ ...SETTINGS, acceptsPerS: 2, backlog: 1000 }, {}),
      await power(SETTINGS, {}),
      await views(SETTINGS, { start: 'spread', without: {} }),
      await views(SETTINGS, { start: 'aligned', without: {} }),
      await views({ ...SETTINGS, dwellS: 4 }, { start: 'aligned', without: {} }),
    ];
    expect(broken(findings)).toEqual([]);
    for (const finding of findings.slice(0, 4)) expect(fact(finding, 'connected')).toBe(SETTINGS.players);
  });

  it('sees that TVs without the pace send faster than the protocol allows', async () => {
    const finding = await views(SETTINGS, { start: 'spread', without: { pacing: true } });
    expect(broken([finding]).map(({ what }) => what)).toContain(
      'from one view of a TV to the next, at the server',
    );
  });

  it('sees that thirty TVs behind one address try more often than the broker allows an address', async () => {
    const finding = await restart({ ...SETTINGS, tvsPerAddress: 30 }, {});
    expect(broken([finding])[0]?.what).toBe('attempts in a minute of 30 TVs behind one address');
    expect(fact(finding, 'refused for the attempts of their address')).toBeGreaterThan(0);
    expect(fact(finding, 'connected')).toBe(SETTINGS.players);
  });
});
