import { describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../msx/json.js';
import { createPages } from './createPages.js';
import type { FetchedDocument } from './pageTools.js';

function stage() {
  vi.useFakeTimers();
  const asked: string[] = [];
  const executed: string[] = [];
  const fetchDocument = (url: string): Promise<FetchedDocument> => {
    asked.push(url);
    const items = [{ title: 'Alpha', action: 'info:a' }];
    return Promise.resolve({ document: { template: { layout: '0,0,1,1' }, items }, url, length: 1 });
  };
  const answer = createPages(
    {
      pluginUrl: 'http://own/tv/plugin.html',
      build: 165,
      nowMs: () => 1,
      fetchDocument,
      tagDocument: (document) => document,
      deviceId: null,
      mayCarry: () => true,
      executeAction: (action) => executed.push(action),
      setTimer: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    (message) => ({ headline: message }),
    [(dataId) => (dataId === 'mine' ? Promise.resolve({ headline: 'Mine' }) : null)],
  );
  return { answer, asked, executed };
}

describe('the pages', () => {
  it('answer each request that one of them is for', async () => {
    const { answer } = stage();
    expect(await answer('input:http://own/s')).toHaveProperty('flag', expect.stringMatching(/^input-/));
    expect(await answer('search:films.json')).toHaveProperty('flag', expect.stringMatching(/^search-/));
    expect(await answer('paging:http://own/c')).toHaveProperty('flag', expect.stringMatching(/^paging-/));
    expect(await answer('mine')).toEqual({ headline: 'Mine' });
  });

  it('understand what a template has left to its items', async () => {
    const { answer } = stage();
    expect(await answer('http://own/s?q={INPUT}')).toHaveProperty('flag', expect.stringMatching(/^input-/));
    expect(await answer('http://own/c')).toHaveProperty('flag', expect.stringMatching(/^paging-/));
  });

  it.each(['init', 'status', 'page:x', 'slide', 'track'])('have no answer to "%s"', (dataId) => {
    expect(stage().answer(dataId)).toBeNull();
  });

  it('search beside the page while somebody types, where there is no server', async () => {
    const { answer, asked, executed } = stage();
    const page = (await answer('search:films.json|||Films'))!;
    const [, id] = /search-key:([^:]*):/.exec(JSON.stringify(page))!;
    await answer(`search-key:${id!}:24`);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toEqual(['http://own/tv/films.json']);
    const [, again] = /request:interaction:(.*)@/.exec(executed.at(-1)!)!;
    const found = (await answer(again!))!;
    expect(found).toMatchObject({ headline: 'Films', items: [{ title: 'Alpha', action: 'info:a' }] });
    expect((found.header as JsonObject).items).toContainEqual(
      expect.objectContaining({ text: '1 found in 1 document' }),
    );
    vi.useRealTimers();
  });
});
