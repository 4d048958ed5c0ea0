import { afterEach, beforeEach, expect, it } from 'vitest';
import { startBridge, type Bridge } from '../../startBridge.js';
import { ask } from '../../../../e2e/stage/ask.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';

const AT_MS = Date.UTC(2026, 10, 26);
const CHECK = { lines: [['good', 'Device ID a.b, from MSX']], events: [], agent: 'A TV' };

let sample: SamplePackage;
let bridge: Bridge;
let told: unknown[][];
beforeEach(async () => {
  told = [];
  sample = await samplePackage();
  bridge = await startBridge({
    folders: sample.folders,
    now: () => AT_MS,
    onCheck: (...what) => void told.push(what),
  });
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

const post = (body: string, origin = 'http://tv.example', query = '?device_id=a.b') =>
  ask(bridge.port, `/check${query}`, {
    method: 'POST',
    headers: { 'host': 'tv.example', origin, 'content-type': 'application/json' },
    body,
  });
const last = async (id: string) => {
  const { status, text } = await ask(bridge.port, `/api/players/${id}/check`);
  return { status, ...(JSON.parse(text) as object) };
};

it('keeps the last check of a TV, and tells who runs the bridge', async () => {
  await post(JSON.stringify({ ...CHECK, agent: 'before' }));
  expect((await post(JSON.stringify(CHECK))).status).toBe(204);
  expect(await last('msx_a_x2eb')).toEqual({ status: 200, at: '2026-11-26T00:00:00.000Z', check: CHECK });
  expect(told).toEqual([
    ['msx_a_x2eb', { ...CHECK, agent: 'before' }],
    ['msx_a_x2eb', CHECK],
  ]);
});

it('knows a TV without a device ID by its address', async () => {
  await post(JSON.stringify(CHECK), 'http://tv.example', '');
  expect(await last('msx_127_0_0_1')).toMatchObject({ check: CHECK });
});

it('has none of a TV that was not checked, nor of one that it does not know', async () => {
  await ask(bridge.port, '/gallery/menu.json?device_id=a');
  expect(await last('msx_a')).toMatchObject({ status: 404, code: 'not_found' });
  expect(await last('msx_b')).toMatchObject({ status: 404, code: 'player_unknown' });
});

it.each([
  ['another site sends', JSON.stringify(CHECK), 403, 'http://evil.example'],
  ['is longer than 8 KB', JSON.stringify({ ...CHECK, agent: 'x'.repeat(8192) }), 413, undefined],
  ['is no JSON', '{', 400, undefined],
  ['is no object', '5', 400, undefined],
])('takes none that %s', async (_what, body, status, origin) => {
  expect((await post(body, origin)).status).toBe(status);
  expect(told).toEqual([]);
});

it('takes so many of an address in a minute', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 21; i++) statuses.push((await post(JSON.stringify(CHECK))).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect(told).toHaveLength(20);
});

it.each([
  ['/plugin.html', 'check'],
  ['/preview/plugin/plugin.html', '../../check'],
])('tells the page %s where to', async (path, address) =>
  expect((await ask(bridge.port, path)).text).toContain(
    `<script type="application/json" id="config" data-check="${address}">{`,
  ),
);
