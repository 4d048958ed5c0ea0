// Keys that documents give to items (hidden features, Key Property and Option Shortcut).
import { expect } from '@playwright/test';
import type { Fields } from '../../src/preview/fields.js';
import { type Host } from '../stage/openHost.js';
import { json, menuOf, shows, test } from '../stage/msxWorld.js';

const KEYS: Fields = {
  headline: 'Keys',
  pages: [
    {
      items: [
        { id: 'first', type: 'button', layout: '0,0,2,1', label: 'First', action: 'info:first' },
        { id: 's', type: 'button', layout: '2,0,2,1', label: 'S', key: 's', action: 'info:the letter s' },
        {
          id: 'two',
          type: 'button',
          layout: '4,0,2,1',
          label: '2',
          key: 'home|end',
          action: 'info:two keys',
        },
        { type: 'button', layout: '6,0,2,1', label: 'Off', key: 'x', enable: false, action: 'info:never' },
        { type: 'button', layout: '8,0,2,1', label: 'Ch', key: 'channel_up', action: 'info:never' },
      ],
    },
  ],
  options: {
    pages: [
      {
        items: [
          { layout: '0,0,8,1', label: 'Red', key: 'red|1', action: 'info:option' },
          { layout: '0,1,8,1', label: 'No', key: '3', shortcut: false, action: 'info:never' },
        ],
      },
    ],
  },
};

const said = async (host: Host) => {
  await host.settled();
  return (await host.state()).allToasts.map(({ text }) => text);
};

test('+: a key runs the item that has it, and the focus stays; what has none of them keeps its meaning', async ({
  world,
}) => {
  world.documents['/keys.json'] = json(KEYS);
  const host = await world.openTo('first', `content:${world.at('/keys.json')}`);
  await host.press('s', 'End', 'Home', 'x', 'PageUp', '1', '3', 'Enter');
  expect(await said(host)).toEqual(['the letter s', 'two keys', 'two keys', 'option', 'first']);
});

test('+: beside a menu only while the page has the focus', async ({ world }) => {
  world.documents['/keys.json'] = json(KEYS);
  world.documents['/menu.json'] = json(menuOf('Menu', [{ label: 'Keys', data: world.at('/keys.json') }]));
  const host = await world.openTo('first', `menu:${world.at('/menu.json')}`);
  await host.press('End');
  expect(await said(host)).toEqual([]);
  await host.press('ArrowRight', 'End');
  expect(await said(host)).toEqual(['two keys']);
});

test('+: before 0.1.97 no item has a key, before 0.1.132 no option', async ({ world }) => {
  world.documents['/keys.json'] = json(KEYS);
  const open = async (msxVersion: string) => {
    const host = await world.open(`content:${world.at('/keys.json')}`, { msxVersion });
    await host.until('the page', shows('first'));
    await host.press('End', '1');
    return said(host);
  };
  expect(await open('0.1.96')).toEqual([]);
  expect(await open('0.1.131')).toEqual(['two keys']);
});
