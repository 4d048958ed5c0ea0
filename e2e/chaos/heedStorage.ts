import type { ChaosTv } from './createTv.js';
import type { World } from './world.js';

/**
 * Where the engine's database fails (WebKit 538, after a SIGKILL), views go to localStorage until the next start.
 * The order is kept within each storage, so all go out before new ones come. Where it can never be written again,
 * what stands in it is gone.
 */
export async function heedStorage({ server, browser, ledger }: World, tv: ChaosTv): Promise<void> {
  const { certain, doubtful, gone, elsewhere, note } = ledger;
  const storage = async (): Promise<string> => (await tv.snapshot()).storage;
  const unrecorded = (): number[] => {
    const recorded = new Set(server.recorded.map(({ postId }) => postId));
    return [...certain].filter((postId) => !recorded.has(postId));
  };
  for (const postId of await tv.storedInTexts()) elsewhere.add(postId);
  if ((await storage()) !== 'localstorage') return;
  note('database failed');
  for (const postId of unrecorded()) doubtful.add(postId);
  await tv.restart();
  await tv.until(async () => (await storage()) !== 'opening', 'the storage does not open');
  if ((await storage()) === 'localstorage') {
    note('database damaged');
    // What cannot be read any more was there, too.
    for (const postId of unrecorded()) gone.add(postId);
    // Shown again, they would count for the first time.
    ledger.artworks = ledger.artworks.filter((postId) => !gone.has(postId));
    const isEmpty = async (): Promise<boolean> => (await tv.storedInTexts()).length === 0;
    await tv.until(isEmpty, 'what is in localStorage is still waiting');
    await browser.renew();
    await tv.open();
  }
  await tv.until(tv.isQuiet, 'what was stored in two places is still waiting');
}
