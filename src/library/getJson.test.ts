// @vitest-environment jsdom
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer, type TestServer } from '../../e2e/stage/startServer.js';
import { getJson, type GetJsonCode } from './getJson.js';

const json = 'application/json';
let server: TestServer;
vi.spyOn(console, 'error').mockImplementation(() => undefined); // the engine says there what it refuses
beforeAll(async () => {
  server = await startServer(
    {},
    {
      '/films.json': { json: { films: 2 } },
      '/null.json': { json: null },
      '/mark.json': { type: json, body: '\uFEFF{"films": 2}' },
      '/comma.json': { type: json, body: '{\n  "films": 2,\n}' },
      '/page.html': { type: 'text/html', body: '<html></html>' },
      '/closed.json': { json: {}, closed: true },
      '/never.json': () => new Promise(() => undefined),
    },
  );
});
afterAll(() => server.close());

test.each(['films', 'mark'])('%s.json is read, and says where it came from', async (name) => {
  const url = `${server.origin}/${name}.json`;
  expect(await getJson(url, { timeoutMs: 10_000 })).toEqual({ json: { films: 2 }, url, failure: null });
});

test('null is JSON as well', async () => {
  const { json: said, failure } = await getJson(`${server.origin}/null.json`, { timeoutMs: 10_000 });
  expect([said, failure]).toEqual([null, null]);
});

test.each<[path: string, code: GetJsonCode, status: number | null, said: string]>([
  ['none.json', 'http-status', 404, '404'],
  ['comma.json', 'not-json', 200, 'line 3'],
  ['page.html', 'not-json', 200, 'a web page'],
  ['closed.json', 'unreachable', null, 'reached'],
])('%s has a failure: %s', async (path, code, status, said) => {
  const { json: nothing, failure } = await getJson(`${server.origin}/${path}`, { timeoutMs: 10_000 });
  expect([nothing, failure?.code, failure?.status]).toEqual([null, code, status]);
  expect(failure?.message).toContain(said);
});

test('a host that does not answer is given up', async () => {
  const { failure } = await getJson(`${server.origin}/never.json`, { timeoutMs: 50 });
  expect([failure?.code, failure?.status]).toEqual(['timeout', null]);
});
