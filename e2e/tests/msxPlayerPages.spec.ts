// What stands behind `video:plugin:`: the page plays by itself, says how far it is, and is told what the person wants.
import { expect, type Frame } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Host } from '../stage/openHost.js';
import { type World, test } from '../stage/msxWorld.js';

/** The player page, seen from inside. */
interface PlayerWindow {
  told: Fields[];
  say: (message: Fields) => void;
}

interface Playing {
  host: Host;
  frame: Frame;
  /** What the page has been told since the last call. */
  told: () => Promise<Fields[]>;
  /** The page says something. */
  say: (message: Fields) => Promise<void>;
}

async function play(world: World, properties: Fields = {}): Promise<Playing> {
  const host = await world.openPage('a');
  await host.load(world.plugin);
  const address = `${world.origins.plugin.origin}/player/page.html`;
  await host.play(`video:plugin:${address}`, { playerLabel: 'Film', properties });
  const frame = host.page.frame({ url: address })!;
  return {
    host,
    frame,
    told: () => frame.evaluate(() => (window as unknown as PlayerWindow).told.splice(0)),
    say: async (message) => {
      await frame.evaluate((said) => (window as unknown as PlayerWindow).say(said), message);
    },
  };
}

const at = (position: number, more: Fields = {}): Fields => ({
  state: 2,
  position,
  duration: 60,
  speed: 1,
  ended: false,
  ...more,
});

test('+: it says when it plays and how far it is: the triggers and the events come of that', async ({
  world,
}) => {
  const { host, told, say } = await play(world, {
    'trigger:ready': 'info:ready',
    'trigger:start': 'info:started',
    'trigger:10': 'info:ten',
  });
  expect(await host.state()).toMatchObject({ player: { label: 'Film', duration: 60 }, screen: 'player' });
  expect((await told())[0]).toEqual({
    type: 'videoPlugin',
    init: 1,
    volume: 100,
    muted: false,
    width: 1280,
    height: 720,
  });
  await say(at(11));
  const { allToasts } = await host.until('the tenth second', (s) => s.allToasts.length === 3);
  expect(allToasts.map(({ text }) => text)).toEqual(['ready', 'started', 'ten']);
  expect(await host.events()).toEqual(['video:load', 'video:play']);
  expect(await host.ask('video:data')).toMatchObject({ video: { data: { state: 2, position: 11 } } });
});

test('+: it is told to pause, to go on, where to, how fast and how loud', async ({ world }) => {
  const { host, told } = await play(world);
  await told();
  await host.press('Space');
  await host.until('the pause', (s) => s.player?.state === 'paused');
  await host.press('Space', 'ArrowRight');
  await host.execute('player:speed:set:2');
  await host.execute('volume:set:40');
  await host.settled();
  const wishes = (await told()).filter(({ data }) => data === undefined);
  expect(wishes).toEqual(
    [{ state: 3 }, { state: 2 }, { position: 10 }, { speed: 2 }, { volume: 40 }, { muted: false }].map(
      (wish) => ({ type: 'videoPlugin', ...wish }),
    ),
  );
  expect(await host.events()).toEqual([
    'video:load',
    'video:play',
    'video:pause',
    'video:play',
    'video:seek',
    'video:speed',
    'video:volume',
  ]);
});

test('+: it says that it has ended: what is to follow follows once', async ({ world }) => {
  const { host, say } = await play(world, { 'trigger:complete': 'info:complete', 'trigger:end': 'info:end' });
  await say(at(60, { ended: true }));
  await say(at(60, { ended: true }));
  await host.until('the end', (s) => s.allToasts.length >= 2);
  await host.settled();
  expect((await host.state()).allToasts.map(({ text }) => text)).toEqual(['end', 'complete']);
});

test('+: without a trigger its end is the end, and the page is gone', async ({ world }) => {
  const { host, say, frame } = await play(world);
  await say(at(60, { ended: true }));
  await host.until('the end', (s) => s.player === null);
  expect(frame.isDetached()).toBe(true);
});

test('+: it asks for data, runs actions, and answers requests', async ({ world }) => {
  const { host, told, say } = await play(world);
  await say({ action: 'player:commit:video:info', data: { requestId: 'r1', dataId: 'video:info' } });
  await expect.poll(told).toContainEqual({
    type: 'videoPlugin',
    data: {
      video: { info: expect.objectContaining({ label: 'Film' }) as unknown },
      data: { requestId: 'r1', dataId: 'video:info' },
    },
  });
  await say({ action: 'event:from-player', data: 1 });
  await expect
    .poll(async () => (await host.noted()).events)
    .toContainEqual({ event: 'custom:from-player', data: 1 });
  await host.execute('panel:request:player:options');
  await host.until('its panel', (s) => s.panel?.items[0]?.id === 'options');
  await host.press('Backspace');
  await say({ action: 'player:eject', data: null });
  await host.until('the end', (s) => s.player === null);
  await host.execute('panel:request:player:else');
  await host.until('nobody', (s) => s.error === 'No player page plays.');
});

test('+: a page that says nothing counts as playing', async ({ world }) => {
  const host = await world.openPage('a');
  await host.play(`video:plugin:${world.origins.plugin.origin}/player/page.html?mute`);
  expect(await host.state()).toMatchObject({ screen: 'player', player: { position: 0, duration: 0 } });
});

test('+: a button does what the item says, by its key and by an action, unless it is switched off', async ({
  world,
}) => {
  const { host } = await play(world, {
    'button:next:action': 'info:next film',
    'button:next:key': 'channel_up',
    'button:speed:action': 'info:options',
    'button:speed:enable': 'false',
  });
  const said = async () => {
    await host.settled();
    return (await host.state()).allToasts.map(({ text }) => text);
  };
  await host.press('PageUp');
  await host.execute('player:button:next:execute');
  await host.execute('player:button:speed:execute');
  expect(await said()).toEqual(['next film', 'next film']);
  await host.execute('player:button:speed:enable');
  await host.execute('player:button:speed:execute');
  await host.execute('player:button:next:setup', { action: 'info:another', key: '7', icon: 'add' });
  await host.press('7');
  await host.execute('player:button:next:reset');
  await host.press('PageUp');
  expect((await said()).slice(2)).toEqual(['options', 'another', 'next film']);
  await host.execute('player:button:restart:execute');
  await host.execute('player:button:eject:execute');
  await host.until('the end', (s) => s.player === null);
  expect(await host.events()).toContain('video:restart');
});
