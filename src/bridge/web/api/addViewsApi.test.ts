import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playerKeyOf } from '../../../makapix/playerKeyOf.js';
import { startBridge, type Bridge, type BridgeOptions } from '../../startBridge.js';
import { ask } from '../../../../e2e/stage/ask.js';
import { mediaFolder } from '../../../../e2e/stage/mediaFolder.js';
import { connectPlayer, openMenu } from '../../../../e2e/stage/connectPlayer.js';
import { knownTv } from '../../../../e2e/stage/knownTv.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';

let sample: SamplePackage;
let bridge: Bridge;
const clock = { nowMs: Date.parse('2026-01-02T12:00:00Z') };
const start = async (options: BridgeOptions = {}) => {
  bridge = await startBridge({
    folders: sample.folders,
    attemptsPerMinute: 1000,
    now: () => clock.nowMs,
    ...options,
  });
};
beforeEach(async () => {
  sample = await samplePackage();
  await start();
});
afterEach(async () => {
  await bridge.close();
  await sample.remove();
});

interface ViewsAnswer {
  views: Record<string, unknown>[];
  next: number | null;
}
const get = async <T = ViewsAnswer>(path: string): Promise<T> =>
  JSON.parse((await ask(bridge.port, path)).text) as T;

/** A TV sees the post at these times, which all are a minute apart for the server. */
async function sees(
  deviceId: string,
  timestamps: string[],
  intent: 'artwork' | 'channel' = 'channel',
): Promise<void> {
  await openMenu(bridge.port, deviceId);
  const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, deviceId);
  for (const timestamp of timestamps) {
    clock.nowMs += 60_000;
    await tv.view({ post_id: 7, timestamp, channel: 'promoted', intent });
  }
  await tv.client.endAsync();
}
const minutes = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse('2026-01-01T10:00:00Z') + i * 60_000).toISOString(),
  );

describe('the recorded views', () => {
  it('are listed with what is known of them, the newest first', async () => {
    await sees('tv', ['2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z']);
    const { views, next } = await get('/api/views');
    expect(next).toBeNull();
    expect(views).toMatchObject([
      { seenAt: '2026-01-01T11:00:00.000Z' },
      {
        seenAt: '2026-01-01T10:00:00.000Z',
        timeKnown: true,
        playerId: 'msx_tv',
        playerKey: playerKeyOf('tv'),
        postId: 7,
        title: 'Seven',
        intent: 'channel',
        playOrder: 0,
        channel: 'promoted',
        channelUserSqid: null,
      },
    ]);
  });

  it('can be filtered', async () => {
    await sees('tv', ['2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z']);
    await sees('tv2', ['2026-01-01T12:00:00Z']);
    const count = async (query: string) => (await get(`/api/views?${query}`)).views.length;
    expect(await count('player=msx_tv')).toBe(2);
    expect(await count('post=8')).toBe(0);
    expect(await count('channel=promoted')).toBe(3);
    expect(await count('intent=channel')).toBe(3);
    expect(await count('intent=artwork')).toBe(0);
    expect(await count('from=2026-01-01T11:00:00Z')).toBe(2);
    expect(await count('from=2026-01-01T11:00:00Z&to=2026-01-01T12:00:00Z')).toBe(1);
  });

  it('come page by page', async () => {
    await sees('tv', minutes(5));
    const seen: unknown[] = [];
    let query = '?limit=2';
    for (let pages = 1; ; pages++) {
      const { views, next } = await get(`/api/views${query}`);
      seen.push(...views.map(({ seenAt }) => seenAt));
      if (next === null) {
        expect(pages).toBe(3);
        break;
      }
      query = `?limit=2&before=${next}`;
    }
    expect(seen).toEqual(minutes(5).reverse());
  });

  it.each(['limit=x', 'post=7.5', 'intent=view', 'from=yesterday', 'players=x', 'post=1&post=2'])(
    'are refused to a query that makes no sense (%s)',
    async (query) =>
      expect(await get(`/api/views?${query}`)).toMatchObject({ status: 400, code: 'bad_request' }),
  );

  it('can be downloaded as a table that no spreadsheet takes for formulas', async () => {
    await sees('tv', ['2026-01-01T10:00:00Z']);
    await ask(bridge.port, '/api/players/msx_tv', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ displayName: '=HYPERLINK("x"), "TV"' }),
    });
    const answer = await ask(bridge.port, '/api/views.csv');
    const [head, line, end] = answer.text.split('\r\n');
    expect(answer.headers['content-disposition']).toContain('views.csv');
    expect(head).toMatch(/^view_id,seen_at,time_known,/);
    expect(line).toMatch(
      /^1,2026-01-01T10:00:00.000Z,true,[^,]+,msx_tv,"'=HYPERLINK\(""x""\), ""TV""",[0-9a-f-]{36},7,Seven,/,
    );
    expect(end).toBe('');
  });

  it('are a table that says which are views and which impressions, and can be of one of both', async () => {
    await sees('tv', ['2026-01-01T10:00:00Z']);
    await sees('tv', ['2026-01-01T11:00:00Z'], 'artwork');
    const kinds = async (query = '') =>
      (await ask(bridge.port, `/api/views.csv${query}`)).text
        .trim()
        .split('\r\n')
        .map((line) => line.split(',').at(-1));
    expect(await kinds()).toEqual(['counts_as', 'view', 'impression']);
    expect(await kinds('?intent=artwork')).toEqual(['counts_as', 'view']);
  });

  it('are counted by day, post and player, views apart from impressions', async () => {
    await sees('tv', ['2026-01-01T10:00:00Z', '2026-01-01T23:59:59Z']);
    await sees('tv', ['2026-01-02T00:00:00Z'], 'artwork');
    await sees('tv2', ['2026-01-02T10:00:00Z']);
    expect(await get('/api/stats')).toMatchObject({
      views: 1,
      impressions: 3,
      total: 4,
      perDay: [
        { day: '2026-01-01', views: 0, impressions: 2, total: 2 },
        { day: '2026-01-02', views: 1, impressions: 1, total: 2 },
      ],
      perPost: [{ postId: 7, title: 'Seven', views: 1, impressions: 3, total: 4 }],
      perPlayer: [
        { playerId: 'msx_tv', views: 1, impressions: 2, total: 3 },
        { playerId: 'msx_tv2', views: 0, impressions: 1, total: 1 },
      ],
    });
  });

  it('stay when their player is removed', async () => {
    await sees('tv', ['2026-01-01T10:00:00Z']);
    await ask(bridge.port, '/api/players/msx_tv', { method: 'DELETE' });
    expect((await get('/api/views')).views).toMatchObject([{ playerId: 'msx_tv', player: 'msx_tv' }]);
  });

  it('are told live to who looks at the dashboard', async () => {
    const heard: string[] = [];
    const response = await new Promise<IncomingMessage>((resolve) =>
      request({ port: bridge.port, path: '/api/events', agent: false }, resolve).end(),
    );
    expect(response.headers['content-type']).toBe('text/event-stream');
    const told = new Promise<void>((resolve) =>
      response.setEncoding('utf8').on('data', (text: string) => {
        heard.push(...(text.match(/"type":"\w+"/g) ?? []));
        if (text.includes('"view"')) resolve();
      }),
    );
    await sees('tv', ['2026-01-01T10:00:00Z']);
    await told;
    expect(heard).toContain('"type":"players"');
    response.destroy();
  });
});

describe('owners and authors', () => {
  it("keep a view of one's own work out of the record", async () => {
    const media = await mediaFolder(['annas/a.png', 'b.png']);
    await bridge.close();
    await start({ media: media.path });
    await bridge.library?.rescan();
    const [a, b] = ['annas/a.png', 'b.png'].map((path) => bridge.library!.postAt(path)!.postId);
    const patch = (path: string, body: object) =>
      ask(bridge.port, path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const { albums } = await get<{ albums: { id: number; path: string }[] }>('/api/albums');
    const annas = albums.find(({ path }) => path === 'annas')!;
    expect(JSON.parse((await patch(`/api/albums/${annas.id}`, { author: 'anna' })).text)).toMatchObject({
      author: 'anna',
    });
    await ask(bridge.port, '/msx/menu.json?device_id=tv');
    await patch('/api/players/msx_tv', { owner: 'anna' });
    const tv = await connectPlayer(`ws://127.0.0.1:${bridge.port}/mqtt`, 'tv');
    const see = (post_id: number | undefined) => {
      clock.nowMs += 60_000;
      return tv.acked({ post_id: post_id!, timestamp: new Date(clock.nowMs).toISOString() });
    };
    expect([await see(a), await see(b)]).toEqual([{ success: true }, { success: true }]);
    expect((await get('/api/views')).views).toMatchObject([{ postId: b }]);
    await patch('/api/owners/anna', { permitted: false });
    expect(await see(b)).toMatchObject({ error_code: 'owner_not_permitted' });
    await patch('/api/players/msx_tv', { owner: null });
    expect(await see(b)).toMatchObject({ error_code: 'player_no_owner' });
    expect((await ask(bridge.port, `/api/posts/${a}/picture`)).headers['content-type']).toBe('image/png');
    expect((await ask(bridge.port, '/api/posts/999/picture')).status).toBe(404);
    expect((await patch('/api/albums/999', { author: 'x' })).status).toBe(404);
    expect((await patch('/api/albums/1', { writer: 'x' })).status).toBe(400);
    expect((await patch('/api/owners/nobody', { permitted: true })).status).toBe(404);
    await tv.client.endAsync();
    await media.remove();
  });
});

describe('the API with an admin token', () => {
  beforeEach(async () => {
    await bridge.close();
    await start({ auth: 'token', adminToken: 'secret' });
  });

  it('makes a token for a player, which then needs it', async () => {
    await knownTv(bridge.registry, 'tv');
    const answer = await ask(bridge.port, '/api/players/msx_tv/token', {
      method: 'POST',
      headers: { authorization: 'Bearer secret' },
    });
    const { token } = JSON.parse(answer.text) as { token: string };
    const url = `ws://127.0.0.1:${bridge.port}/mqtt`;
    await expect(connectPlayer(url, 'tv')).rejects.toThrow();
    const tv = await connectPlayer(url, 'tv', { password: token });
    await tv.client.endAsync();
    const stored = JSON.stringify(await bridge.players.all());
    expect(stored).not.toContain(token);
  });
});
