// What older versions of MSX do not know.
import { expect } from '@playwright/test';
import { type Host } from '../stage/openHost.js';
import { texts } from '../stage/msxStage.js';
import { type World, json, pageOf, menuOf, test } from '../stage/msxWorld.js';

test.describe('+: versions', () => {
  function at(world: World, msxVersion: string): Promise<Host> {
    world.documents['/b.json'] = json(pageOf('B', ['b']));
    return world.openPage('a', { msxVersion }, { flag: 'page' });
  }
  for (const [before, since, action, warning] of [
    ['0.1.81', '0.1.82', 'content:request:interaction:echo:x@PLUGIN', /^Unknown action: 'content:request/],
    ['0.1.58', '0.1.90', 'execute:service:URL', /^Unknown action: 'execute:service/],
    ['0.1.114', '0.1.120', 'reload:content>index:0', /^Unknown reload action: 'content>index:0'\.$/],
    ['0.1.134', '0.1.144', 'replace:content:page:URL', /^Unknown replace action: 'content:page:http/],
    ['0.1.145', '0.1.146', 'player:progress:position:9', /^Unknown player progress action: 'position:9'\.$/],
    ['0.1.145', '0.1.160', 'slider:next', /^Unknown slider action: 'next'\.$/],
    ['0.1.154', '0.1.160', 'delay:x:0:info:later', /^Unknown action: 'delay:x:0:info:later'\.$/],
  ] as const)
    test(`+: ${action} is unknown to ${before} and warns, and the rest of the list runs on`, async ({
      world,
    }) => {
      const list = `[${action.replace('PLUGIN', world.plugin).replace('URL', world.at('/b.json'))}|info:Rest]`;
      const old = await at(world, before);
      await old.execute(list);
      const state = await old.until('both', (s) => s.allToasts.length === 2);
      expect(state.allToasts[0]).toMatchObject({
        level: 'warn',
        text: expect.stringMatching(warning),
      });
      expect(state.allToasts[1]?.text).toBe('Rest');
      const late = await at(world, since);
      await late.execute(list);
      await late.until('the rest', (s) => s.allToasts.some(({ text }) => text === 'Rest'));
      expect((await texts(late)).filter((text) => text.startsWith('Unknown'))).toEqual([]);
    });

  test('+: lists of actions are unknown before 0.1.58', async ({ world }) => {
    const old = await at(world, '0.1.54');
    await old.execute('[info:One|info:Two]');
    expect(await texts(old)).toEqual(["Unknown action: '[info:One|info:Two]'."]);
  });

  test('+: there are no interaction plugins in 0.1.58: neither as a start nor in a menu', async ({
    world,
  }) => {
    world.documents['/menu.json'] = json(
      menuOf('Menu', [{ label: 'P', data: `request:interaction:echo:x@${world.plugin}` }]),
    );
    const host = await world.open(`menu:${world.at('/menu.json')}`, { msxVersion: '0.1.58' });
    await host.until('an error', (s) => s.error !== null);
    const start = await world.open(`menu:request:interaction:init@${world.plugin}`, { msxVersion: '0.1.58' });
    await start.until('a warning', (s) => s.allToasts.length > 0);
    expect(world.origins.plugin.arrived).toEqual([]);
  });

  test('+: properties that came later are not there, without a word', async ({ world }) => {
    const { documents } = world;
    documents['/page.json'] = json({
      ...pageOf('Page', ['a']),
      overlay: { items: [{ id: 'over', type: 'space', layout: '11,5,1,1', text: 'Over' }] },
      ready: { action: 'info:Ready' },
      flag: 'page',
    });
    const texted = async (msxVersion: string) => {
      const host = await world.openTo('a', `content:${world.at('/page.json')}`, { msxVersion });
      await host.execute('update:content:overlay:over', { text: 'Updated' });
      const overlay = await host.page.locator('.overlay').count();
      return { overlay, toasts: await texts(host) };
    };
    expect(await texted('0.1.109')).toEqual({
      overlay: 0,
      toasts: ["Unknown update action: 'content:overlay:over'."],
    });
    expect(await texted('0.1.141')).toEqual({ overlay: 1, toasts: [] });
    expect(await texted('0.1.142')).toEqual({ overlay: 1, toasts: ['Ready'] });
  });

  test('+: an image trigger is unknown to 0.1.110', async ({ world }) => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
    const pictures = (msxVersion: string) => async () => {
      world.documents['/p.svg'] = { type: 'image/svg+xml', body: svg };
      const host = await at(world, msxVersion);
      await host.see('slideshow:data', {
        template: { layout: '0,0,1,1', properties: { 'image:trigger': 'info:Seen', 'mine:key': 'x' } },
        items: [{ action: `image:${world.at('/p.svg')}` }],
      });
      return texts(host);
    };
    expect(await pictures('0.1.110')()).toEqual([]);
    expect(await pictures('0.1.111')()).toEqual(['Seen']);
  });
});
