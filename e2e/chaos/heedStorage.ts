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
  const isRecorded = (postId: number): boolean => server.recorded.some((view) => view.postId === postId);
  for (const postId of await tv.storedInTexts()) elsewhere.add(postId);
  if ((await storage()) !== 'localstorage') return;
  note('database failed');
  // Also those that were shown just before, when the engine ended.
  for (let postId = 1; postId <= ledger.shown; postId++) if (!isRecorded(postId)) doubtful.add(postId);
  await tv.restart();
  await tv.until(async () => (await storage()) !== 'opening', 'the storage does not open');
  const isDamaged = async (): Promise<boolean> => (await storage()) === 'localstorage';
  // It may open, and fail when it is used.
  await tv.until(
    async () => (await isDamaged()) || (await tv.isQuiet()),
    'what was stored in two places is still waiting',
  );
  if (await isDamaged()) {
    note('database damaged');
    // What cannot be read any more was there, too.
    for (const postId of certain) if (!isRecorded(postId)) gone.add(postId);
    // Shown again, they would count for the first time.
    ledger.artworks = ledger.artworks.filter((postId) => !gone.has(postId));
    const isEmpty = async (): Promise<boolean> => (await tv.storedInTexts()).length === 0;
    await tv.until(isEmpty, 'what is in localStorage is still waiting');
    await browser.renew();
    await tv.open();
  }
  await tv.until(tv.isQuiet, 'what was stored in two places is still waiting');
}
