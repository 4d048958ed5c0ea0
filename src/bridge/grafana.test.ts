// The dashboard for Grafana, against what a bridge really answers; where Prometheus is installed, by its own queries.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask } from '../../e2e/stage/ask.js';
import { connectPlayer, openMenu } from '../../e2e/stage/connectPlayer.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';
import { PROMETHEUS, startPrometheus } from '../../e2e/stage/startPrometheus.js';
import { startBridge, type Bridge } from './startBridge.js';

if (PROMETHEUS === null)
  console.warn(
    'SKIPPED: the queries of grafana.json in Prometheus, which is not installed (apt-get install prometheus)',
  );

interface Panel {
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string }[];
}

let sample: SamplePackage;
let bridge: Bridge;
let panels: Panel[];

/** With a TV that has shown something, shown it again, and asked for what it may not have. */
beforeAll(async () => {
  panels = (JSON.parse(await readFile('src/bridge/grafana.json', 'utf8')) as { panels: Panel[] }).panels;
  sample = await samplePackage();
  bridge = await startBridge({ folders: sample.folders });
  await openMenu(bridge.port, 'tv');
});
afterAll(async () => {
  await bridge.close();
  await sample.remove();
});

async function showSomething(): Promise<void> {
  const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv');
  await tv.status();
  await tv.acked({ timestamp: new Date().toISOString() });
  await tv.acked({ post_id: 99 });
  await tv.client.subscribeAsync('makapix/#').catch(() => undefined);
  await tv.client.endAsync();
}

/** As Grafana fills them in where all jobs are chosen. */
const queries = (): string[] =>
  panels.flatMap(({ targets }) => targets.map(({ expr }) => expr.replaceAll('$job', '.*')));

describe('grafana.json', () => {
  it('asks for nothing but what the bridge measures', async () => {
    await showSomething();
    const { text } = await ask(bridge.port, '/metrics');
    const measured = new Set([...text.matchAll(/^([a-z_0-9]+)(?:\{| )/gm)].map(([, name]) => name!));
    const asked = new Set(
      queries().flatMap((query) => query.match(/\b(?:msx|process|nodejs)_[a-z_0-9]+/g) ?? []),
    );
    expect(asked.size).toBeGreaterThan(10);
    expect([...asked].filter((name) => !measured.has(name))).toEqual([]);
  });

  it('has panels that do not cover each other, each with a title', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ title, gridPos: { x, w } }) => title === '' || x + w > 24)).toEqual([]);
  });

  it.skipIf(PROMETHEUS === null)(
    'finds something in Prometheus by each of its queries',
    async () => {
      const prometheus = await startPrometheus(bridge.port);
      await vi.waitFor(async () => expect(await prometheus.query('msx_build_info')).toHaveLength(1), {
        timeout: 20_000,
      });
      await showSomething();
      await vi.waitFor(
        async () => {
          for (const query of queries()) expect(await prometheus.query(query), query).not.toEqual([]);
        },
        { timeout: 40_000, interval: 1000 },
      );
      await prometheus.close();
    },
    90_000,
  );
});
