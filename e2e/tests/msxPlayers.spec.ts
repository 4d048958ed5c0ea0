// Rows of the behaviours of MSX that are about players and slideshows; see msxActions.spec.ts.
import { expect } from '@playwright/test';
import { choose, slides, test, texts } from '../stage/msxStage.js';

test.describe('32–33: triggers and seeking', () => {
  test('32: trigger:back runs when one goes back, e.g. stops', async ({ stage }) => {
    const { host, film } = await stage();
    await choose(host, { action: film, properties: { 'trigger:back': 'player:stop' } });
    await host.until('the film', (s) => s.player?.state === 'playing');
    await host.press('Backspace');
    expect(await host.state()).toMatchObject({ player: null, screen: 'content' });
    await choose(host, { id: 'b', action: film });
    await host.until('the film', (s) => s.player?.state === 'playing');
    await host.press('Backspace');
    expect(await host.state()).toMatchObject({
      player: { state: 'playing', foreground: false },
      screen: 'content',
    });
  });

  test('32: a shot runs once, any other each time', async ({ stage, page }) => {
    await page.clock.install();
    const { host, film } = await stage();
    const properties = { 'trigger:10': 'shot:info:once', 'trigger:11': 'info:each time' };
    await choose(host, { action: film, properties });
    await host.until('the film', (s) => s.player?.state === 'playing');
    await page.clock.runFor(15_000);
    await host.execute('player:seek:5');
    await page.clock.runFor(15_000);
    expect(await texts(host)).toEqual(['once', 'each time', 'each time']);
  });

  test('32: set at run time, a trigger runs after the item’s own, until it is gone', async ({ stage }) => {
    const { host, film } = await stage();
    const properties = { 'trigger:pause': 'info:own' };
    await host.execute('trigger:pause:info:too early');
    await choose(host, { action: film, properties });
    await host.until('the film', (s) => s.player?.state === 'playing');
    await host.execute('trigger:pause:info:later');
    await host.execute('player:pause');
    await host.until('both', (s) => s.allToasts.length === 2);
    await host.execute('player:play');
    await host.execute('trigger:pause:none');
    await host.execute('player:pause');
    await host.until('the own', (s) => s.allToasts.length === 3);
    expect(await texts(host)).toEqual(['own', 'later', 'own']);
  });

  test('33: a sign before seconds or percent counts from where it is', async ({ stage, page }) => {
    await page.clock.install();
    const { host, film } = await stage();
    await host.play(film);
    await host.execute('player:pause');
    const at = async () => (await host.state()).player?.position;
    for (const [value, expected] of [
      ['40', 40],
      ['-10', 30],
      ['+20', 50],
      ['10%', 20],
      ['+10%', 40],
      ['-10%', 20],
      ['-100', 0],
    ] as const) {
      await host.execute(`player:seek:${value}`);
      expect(await at(), value).toBe(expected);
    }
    await host.execute('player:seek:soon');
    expect((await texts(host)).at(-1)).toBe("Unknown player action: 'seek:soon'.");
  });

  test('33: the speed is set with `set`, and told', async ({ stage }) => {
    const { host, told, toast, film } = await stage();
    await host.play(film);
    await host.execute('player:speed:set:2');
    await host.execute('player:speed:inc');
    await host.execute('player:speed:dec');
    await host.execute('player:speed:3');
    await toast("Unknown player speed action: '3'.");
    await expect
      .poll(async () =>
        (await told()).events.filter(({ event }) => event === 'video:speed').map(({ speed }) => speed),
      )
      .toEqual([2, 4, 2]);
  });

  test('a label is set for the content, and seen by the plugin as a custom one', async ({ stage }) => {
    const { host, toast, sound, handed } = await stage();
    await host.play('data', {
      actions: [{ action: sound, data: { playerLabel: 'Own' } }],
    });
    await host.execute('player:label:content:Another');
    expect((await host.state()).player?.label).toBe('Another');
    await host.execute('interaction:commit:video:info');
    await handed().toMatchObject({ video: { info: { label: 'Own', customLabel: 'Another' } } });
    await host.execute('player:label:content:default');
    expect((await host.state()).player?.label).toBe('Own');
    await host.execute('player:label:Wrong');
    await toast('MSX host does not do "player:label:Wrong".');
  });

  test('at the end the next comes, and the last ends the list; a trigger of its own takes that over', async ({
    stage,
    page,
  }) => {
    await page.clock.install();
    const { host, sound: action } = await stage({ media: 'pretended:20' });
    await host.play('playlist:data', {
      template: { layout: '0,0,1,1', action },
      items: [{ id: 'a' }, { id: 'b' }],
    });
    await page.clock.runFor(21_000);
    await host.until('the second', (s) => s.player?.index === 1 && s.player.state === 'playing');
    await page.clock.runFor(21_000);
    expect((await host.state()).player).toBeNull();
    const properties = { 'trigger:complete': '[]' };
    await host.play('playlist:data', {
      template: { layout: '0,0,1,1', action, properties },
      items: [{ id: 'c' }],
    });
    await page.clock.runFor(21_000);
    expect((await host.state()).player).toMatchObject({ index: 0, position: 20 });
  });
});

test.describe('37: slideshows', () => {
  test('37: back from a slideshow, the focus is on the slide that was shown last', async ({ stage }) => {
    const { host, url } = await stage();
    await host.execute('content:data', slides(url));
    await host.until('the page', (s) => s.content?.items.length === 4);
    await host.press('Enter');
    await host.until('the first', (s) => s.slideshow?.image === 'shown');
    await host.press('ArrowRight', 'ArrowRight');
    await host.slide(2);
    await host.press('Backspace');
    expect((await host.state()).content?.items.map(({ focused }) => focused)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  test('37: what follows in a playlist takes the focus along', async ({ stage }) => {
    const { host, url } = await stage();
    await host.execute('content:data', {
      template: { layout: '0,0,3,3', action: `audio:auto:${url('/media/long.wav')}` },
      items: [{ id: 'a' }, { id: 'b' }],
    });
    await host.until('the page', (s) => s.content?.items.length === 2);
    await host.press('Enter');
    await host.until('the first', (s) => s.player?.state === 'playing');
    await host.execute('player:auto:next');
    await host.until('the second', (s) => s.content?.items[1]?.focused === true);
  });

  test('an opened picture is paused, a slideshow plays, and neither is shuffled', async ({ stage }) => {
    const { host, url, told, handed } = await stage({ randomPlayback: '1', slideshowInterval: '50' });
    await host.see(`image:${url('/media/1.svg')}`);
    await host.press('Backspace');
    await host.execute('slideshow:data', slides(url));
    await host.until('the last', (s) => s.slideshow?.index === 3);
    await host.execute('slider:pause');
    const events = (await told()).events.filter(({ event }) =>
      /^slider:(load|position)$/.test(event as string),
    );
    expect(events.slice(0, 2)).toMatchObject([{ info: { state: 3 } }, { info: { state: 3, index: 0 } }]);
    expect(events.slice(2, 5).map(({ index }) => index)).toEqual([1, 2, 3]);
    await host.execute('slider:play');
    await host.execute('interaction:commit:slider');
    await handed().toMatchObject({ slider: { state: 2 } });
  });

  test('a slide can be turned, and called something else', async ({ stage }) => {
    const { host, url, told, toast, handed } = await stage();
    await host.see('slideshow:data', slides(url, { 'image:rotation:value': '90' }));
    await host.execute('slider:pause');
    for (const value of ['right', 'full', 'left', '-90', 'reset'])
      await host.execute(`slider:rotate:${value}`);
    await host.execute('slider:rotate:45');
    await toast("Unknown slider action: 'rotate:45'.");
    await expect
      .poll(async () =>
        (await told()).events
          .filter(({ event }) => event === 'slider:rotation')
          .map(({ rotation }) => rotation),
      )
      .toEqual([180, 0, 270, 270, 0]);
    expect((await told()).events.find(({ event }) => event === 'slider:load')?.info).toMatchObject({
      rotation: 90,
    });
    await host.execute('slider:label:Another');
    await host.execute('slider:color:msx-red');
    expect((await host.state()).slideshow?.label).toBe('Another');
    await host.execute('interaction:commit:slider');
    await handed().toMatchObject({
      slider: { label: 'Label 1', customLabel: 'Another', customColor: 'msx-red' },
    });
    await host.execute('slider:next');
    await host.execute('interaction:commit:slider');
    await handed().toMatchObject({
      slider: { label: 'Label 2', customLabel: null, customColor: null, rotation: 90 },
    });
    await host.execute('slider:stop');
    await host.execute(`image:${url('/media/1.svg')}`);
    await host.execute('slider:label:Nothing to replace');
    expect((await host.state()).slideshow?.label).toBe('');
  });

  test('captions are hidden and shown, and an action waits for them', async ({ stage }) => {
    const { host, url, toast } = await stage();
    await host.execute('slideshow:data', slides(url));
    await host.execute('slider:labels:hide');
    expect((await host.state()).slideshow?.labels).toBe(false);
    await host.execute('slider:execute:info:ran');
    expect((await host.state()).slideshow?.labels).toBe(true);
    expect(await texts(host)).toEqual([]);
    await host.execute('slider:execute:info:ran');
    await toast('ran');
    await host.execute('slider:labels:toggle');
    await host.execute('slider:next');
    expect((await host.state()).slideshow).toMatchObject({ index: 1, labels: false });
    await host.execute('slider:goto:last');
    expect((await host.state()).slideshow).toMatchObject({ index: 3, labels: true });
  });

  test('an image’s trigger commits since 0.1.160; before, MSX warns of the commit, and still earlier of nothing', async ({
    stage,
  }) => {
    const properties = { 'image:trigger': 'interaction:commit:slider' };
    for (const [msxVersion, warnings, commits] of [
      ['0.1.160', [], 1],
      ['0.1.145', ["Unknown interaction commit action: 'slider'."], 0],
      ['0.1.110', [], 0],
    ] as const) {
      const { host, url, told, settled } = await stage();
      await host.answerAs(msxVersion);
      await host.see('slideshow:data', slides(url, properties));
      await settled();
      expect(await texts(host), msxVersion).toEqual(warnings);
      await expect.poll(async () => (await told()).data.length, msxVersion).toBe(commits);
    }
  });
});
