import { afterEach, beforeEach, expect, it } from 'vitest';
import { startBridge, type Bridge } from '../../startBridge.js';
import { ask } from '../../../../e2e/stage/ask.js';
import { mediaFolder, type MediaFolder } from '../../../../e2e/stage/mediaFolder.js';
import { samplePackage, type SamplePackage } from '../../../../e2e/stage/samplePackage.js';
import type { PostJson } from './addPostsApi.js';

let sample: SamplePackage;
let media: MediaFolder;
let bridge: Bridge;
beforeEach(async () => {
  sample = await samplePackage();
  media = await mediaFolder(['Sea/Ärger 2.png', 'Sea/Ärger 10.png', 'my_boat.png', 'c.mp3']);
  bridge = await startBridge({ folders: sample.folders, media: media.path });
  await bridge.library!.rescan();
});
afterEach(async () => {
  await bridge.close();
  await media.remove();
  await sample.remove();
});

const get = async (query: string, port = bridge.port) =>
  JSON.parse((await ask(port, `/api/posts${query}`)).text) as { posts: PostJson[]; total: number };
const paths = async (query: string) => (await get(query)).posts.map(({ path }) => path);

it('lists the works of the library in the order of its albums', async () => {
  const all = await get('');
  expect(all.total).toBe(4);
  expect(all.posts.at(-1)).toMatchObject({ kind: 'audio', path: 'c.mp3', width: null });
  expect(all.posts[0]!.id).toBe(bridge.library!.postAt(all.posts[0]!.path)!.postId);
  expect(await paths('?kind=image')).toHaveLength(3);
});

it('finds them by title and folder, page by page', async () => {
  expect(await paths('?q=%C3%A4RGER')).toEqual(['Sea/Ärger 2.png', 'Sea/Ärger 10.png']);
  expect(await paths('?q=sea&limit=1&offset=1')).toEqual(['Sea/Ärger 10.png']);
  expect(await paths('?q=my%20boat')).toEqual(['my_boat.png']); // its title
  expect(await get('?q=nothing')).toEqual({ posts: [], total: 0 });
});

it('has the works of the sample gallery where there is no media folder', async () => {
  const gallery = await startBridge({ folders: sample.folders });
  expect(await get('', gallery.port)).toMatchObject({ posts: [{ id: 7, title: 'Seven' }], total: 1 });
  await gallery.close();
});

it.each(['limit=x', 'kind=text', 'page=2', 'q=1&q=2'])(
  'refuses a query that makes no sense (%s)',
  async (query) => expect(await get(`?${query}`)).toMatchObject({ status: 400, code: 'bad_request' }),
);
