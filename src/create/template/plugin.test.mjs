import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMsxInJsdom, servePlugin } from 'msx-player-plugin/testing';

test('a film has a page of its own', async () => {
  const { origin, close } = await servePlugin('dist');
  const msx = await openMsxInJsdom({ start: `menu:request:interaction:init@${origin}/plugin.html` });
  await msx.until('the films', ({ content }) => content?.items[0]?.title === 'The Harbour');
  assert.deepEqual((await msx.state()).menu.labels, ['Films', 'Search', 'Shown last']);
  await msx.press('ArrowRight', 'Enter');
  await msx.until('its page', ({ content }) => content?.headline === 'The Harbour');
  await msx.press('Enter');
  await msx.toast('Hello from The Harbour');
  msx.close();
  close();
});
