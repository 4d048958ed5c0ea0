// The dashboard of the real bridge tells TVs what to do. A small MQTT client plays each TV, and answers.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { connectPlayer, type TestPlayer } from '../stage/connectPlayer.js';
import { onEachScreen } from '../stage/onEachScreen.js';
import { type RunningBridge, startBridge } from '../stage/startBridge.js';
import { unreadable } from '../stage/unreadable.js';

let bridge: RunningBridge;
const tvs: TestPlayer[] = [];
test.beforeEach(async () => {
  bridge = await startBridge('--attempts-per-minute', '1000');
});
/** What the TVs are saying. */
const answering: Promise<void>[] = [];
test.afterEach(async () => {
  const all = tvs.splice(0);
  for (const { client } of all) client.removeAllListeners('message');
  // An answer that is under way has to arrive, before its TV goes.
  await Promise.all(answering.splice(0));
  await Promise.all(all.map(({ client }) => client.endAsync(true)));
  await bridge.stop();
});

interface Message {
  command_id: string;
  command_type: string;
  payload: Record<string, unknown>;
}
interface Tv extends TestPlayer {
  heard: Message[];
  say(topic: string, value: object, retain?: boolean): Promise<void>;
}
type Answer = { status: string; error: string | null } | null;
const OK = { status: 'ok', error: null };

/** A TV that is online, and does what it is told unless it is told to answer otherwise. */
async function newTv(
  name: string,
  answerTo: (message: Message, tv: Tv) => Promise<Answer> | Answer = () => OK,
): Promise<Tv> {
  const port = Number(new URL(bridge.origin).port);
  await fetch(`${bridge.origin}/gallery/menu.json?device_id=${name}`);
  await fetch(`${bridge.origin}/api/players/msx_${name}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ displayName: name }),
  });
  const player = await connectPlayer(`ws://127.0.0.1:${port}/mqtt`, name);
  tvs.push(player);
  const own = `makapix/player/${player.playerKey}/`;
  const tv: Tv = {
    ...player,
    heard: [],
    async say(topic, value, retain = false) {
      await player.client.publishAsync(own + topic, JSON.stringify(value), { qos: 1, retain });
    },
  };
  player.client.on('message', (_topic, payload) => {
    const message = JSON.parse(payload.toString()) as Message;
    tv.heard.push(message);
    answering.push(
      Promise.resolve(answerTo(message, tv)).then(async (answer) => {
        if (answer) await tv.say('command/ack', { command_id: message.command_id, ...answer });
      }),
    );
  });
  await player.client.subscribeAsync(`${own}command`, { qos: 1 });
  await tv.say('capabilities', { firmware_version: '0.1.0', features: { pause: {} } }, true);
  await tv.status({ current_post_id: 101 });
  return tv;
}
/** What a TV does: it turns its pictures, pauses, and shows what it is told to. */
function slideshow(): (message: Message, tv: Tv) => Promise<Answer> {
  let postId = 101;
  return async ({ command_type: type, payload }, tv) => {
    if (type === 'swap_next') postId++;
    if (type === 'swap_back') postId--;
    if (type === 'show_artwork') postId = payload.post_id as number;
    if (type === 'set_paused') await tv.say('state', { is_paused: payload.paused }, true);
    else await tv.status({ current_post_id: postId });
    return OK;
  };
}
const heard = (tv: Tv) => tv.heard.map(({ command_type: type, payload }) => [type, payload]);
const cardOf = (page: Page, name: string): Locator => page.locator('.player', { hasText: name });
const shot = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

test('back, pause and next do so on the TV, and its card follows within a second', async ({ page }) => {
  const tv = await newTv('kitchen', slideshow());
  await page.goto(bridge.origin);
  const card = cardOf(page, 'kitchen');
  await expect(card.locator('.screen img')).toHaveAttribute('src', '/api/posts/101/picture');
  const within = { timeout: 1000 };

  await card.getByRole('button', { name: 'Next' }).click();
  await expect(card.locator('.screen img')).toHaveAttribute('src', '/api/posts/102/picture', within);
  await card.getByRole('button', { name: 'Back' }).click();
  await expect(card.locator('.screen img')).toHaveAttribute('src', '/api/posts/101/picture', within);
  await card.getByRole('button', { name: 'Pause' }).click();
  await card.getByRole('button', { name: 'Play' }).click();
  await expect(card.getByRole('button', { name: 'Pause' })).toBeVisible();
  expect(heard(tv)).toEqual([
    ['swap_next', {}],
    ['swap_back', {}],
    ['set_paused', { paused: true }],
    ['set_paused', { paused: false }],
  ]);
  await expect(card.locator('.wrong')).toBeEmpty();

  await tv.say('state', { is_paused: true }, true); // somebody has paused it with the remote control
  await expect(card.getByRole('button', { name: 'Play' })).toBeVisible(within);
  await tv.say('capabilities', { features: {} }, true);
  await expect(card.getByRole('button', { name: 'Play' })).toBeHidden(within);
});

test('what a TV cannot do is said below the button that was pressed, and stays until the next one', async ({
  page,
}) => {
  const answers: Answer[] = [
    { status: 'error', error: 'Nothing on screen can be turned.' },
    { status: 'unsupported', error: null },
    OK,
  ];
  const tv = await newTv('kitchen', () => answers.shift() ?? null);
  await newTv('hall');
  await page.goto(bridge.origin);
  const card = cardOf(page, 'kitchen');
  const alert = card.getByRole('alert');
  await card.getByRole('button', { name: 'Next' }).click();
  await expect(alert).toHaveText('Nothing on screen can be turned.');
  await tv.status({ current_post_id: 103 });
  await expect(card.locator('.screen img')).toHaveAttribute('src', '/api/posts/103/picture');
  await expect(alert).toHaveText('Nothing on screen can be turned.');
  await expect(cardOf(page, 'hall').locator('.wrong')).toBeEmpty();
  await shot(page, 'failed');
  await card.getByRole('button', { name: 'Back' }).click();
  await expect(alert).toHaveText('This TV does not do such a thing.');
  await card.getByRole('button', { name: 'Next' }).click();
  await expect.poll(() => tv.heard.length).toBe(3);
  await expect(card.locator('.wrong')).toBeEmpty();
});

test('a TV that is away, or takes no commands, has no buttons', async ({ page }) => {
  const tv = await newTv('kitchen');
  await page.goto(bridge.origin);
  const buttons = cardOf(page, 'kitchen').getByRole('group');
  await expect(buttons).toBeVisible();
  await tv.status({ status: 'offline' });
  await tv.client.endAsync();
  await expect(buttons).toBeHidden();
});

test('the keyboard reaches the buttons, and stays where it is while cards are drawn anew', async ({
  page,
}) => {
  const tv = await newTv('kitchen', slideshow());
  await page.goto(bridge.origin);
  const card = cardOf(page, 'kitchen');
  await card.locator('.open').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const next = card.getByRole('button', { name: 'Next' });
  for (const post of [102, 103]) {
    await expect(next).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(card.locator('.screen img')).toHaveAttribute('src', `/api/posts/${post}/picture`);
  }
  await expect(next).toBeFocused();
  await card.locator('.open').focus();
  await tv.status({ current_post_id: 101 });
  await expect(card.locator('.screen img')).toHaveAttribute('src', '/api/posts/101/picture');
  await expect(card.locator('.open')).toBeFocused();
});

test('a picture is found and shown on one TV, several or all, and a TV that does not show it says why', async ({
  page,
}) => {
  const kitchen = await newTv('kitchen', slideshow());
  const hall = await newTv('hall', ({ payload }) =>
    payload.post_id === 102 ? { status: 'error', error: 'The picture does not load.' } : OK,
  );
  await page.goto(bridge.origin);
  await page.getByLabel('Search pictures').fill('pines');
  await expect(page.locator('.picture')).toHaveCount(1);
  await expect(page.locator('#picture-count')).toHaveText('1 found');
  await page.locator('.picture').click();
  const dialog = page.locator('#show');
  await expect(dialog.getByRole('heading')).toHaveText('Pines');
  await dialog.getByRole('button', { name: 'Show' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Choose a TV.');
  await dialog.getByLabel('kitchen').check();
  await dialog.getByRole('button', { name: 'Show' }).click();
  await expect(dialog).toBeHidden();
  expect(kitchen.heard).toMatchObject([
    {
      command_type: 'show_artwork',
      payload: {
        post_id: 102,
        title: 'Pines',
        native_format: 'png',
        art_url: expect.stringContaining('pines.png') as unknown,
      },
    },
  ]);
  const { art_url: address } = kitchen.heard[0]!.payload;
  expect((await fetch(address as string)).status).toBe(200);
  await expect(cardOf(page, 'kitchen').locator('.state')).toHaveText(/shows Pines since/);
  expect(hall.heard).toEqual([]);

  await page.locator('.picture').click();
  await dialog.getByLabel('All TVs').check();
  await dialog.getByRole('button', { name: 'Show' }).click();
  const row = (name: string) => dialog.locator('#show-tvs li', { hasText: name });
  await expect(row('hall')).toContainText('The picture does not load.');
  await expect(row('kitchen')).toContainText('shows it now');
  await shot(page, 'show-on');
  await dialog.getByLabel('kitchen').uncheck();
  await expect(dialog.getByLabel('All TVs')).not.toBeChecked();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
});

test('on a phone and on a desktop, dark and light, all of it fits and can be read', async ({ page }) => {
  await newTv('a'.repeat(60), () => ({ status: 'error', error: `It does not turn: ${'b'.repeat(80)}` }));
  await newTv('kitchen');
  await page.goto(bridge.origin);
  const card = cardOf(page, 'aaa');
  await card.getByRole('button', { name: 'Next' }).click();
  await expect(card.getByRole('alert')).toContainText('It does not turn');
  await expect(page.locator('.picture').first()).toBeVisible();
  await onEachScreen(page, async (name) => {
    await shot(page, name);
    await page.locator('.picture').first().click();
    const dialog = page.locator('#show');
    await expect(dialog.getByLabel('All TVs')).toBeVisible();
    expect(await dialog.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    expect(await page.evaluate(unreadable), `${name}, dialog`).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${name}-dialog.png`) });
    await page.keyboard.press('Escape');
  });
});
