import { describe, expect, test } from 'vitest';
import { lookAtAction } from '../../../e2e/lint/lintAction.js';
import { splitActions } from '../../preview/readAction.js';
import { fromBase64 } from '../base64.js';
import * as actions from './actions.js';

const AT = 'http://host.test/a.json';

describe('documents', () => {
  test('what is to have the focus stands behind the address', () => {
    expect(actions.content(AT)).toBe(`content:${AT}`);
    expect(actions.content(AT, { item: 'film-1', execute: true })).toBe(`content:${AT}>film-1>execute`);
    expect(actions.menu(AT, { line: 2 })).toBe(`menu:${AT}>index:2`);
    expect(actions.menu(AT, { line: 'films', item: 0 })).toBe(`menu:${AT}>films>index:0`);
    expect(actions.reload('content', { item: 'item:index' })).toBe('reload:content>item:index');
    expect(actions.replace('panel', 'films', AT)).toBe(`replace:panel:films:${AT}`);
  });

  test('what would end an address is encoded, and what MSX fills in is not', () => {
    expect(actions.panel(' http://host.test/a b?x=>|&id={ID} ')).toBe(
      'panel:http://host.test/a%20b?x=%3E%7C&id={ID}',
    );
  });

  test('a document may be in the data, or in the action', () => {
    const menu = { menu: [{ label: 'Käse' }] };
    expect(actions.show('menu', menu)).toEqual({ action: 'menu:data', data: menu });
    const text = actions.inline('menu', menu);
    expect(JSON.parse(fromBase64(text.slice('menu:json:'.length)))).toEqual(menu);
    // @ts-expect-error -- a content page is no menu
    actions.show('menu', { pages: [] });
  });
});

test('a list holds each action as it is, and takes lists among them apart', () => {
  const text = actions.list('back', actions.message('info', 'a|b'), '[cleanup|info:c{pipe}d]', '[]');
  expect(text).toBe('[back|info:a{pipe}b|cleanup|info:c{pipe}d]');
  expect(splitActions(text.slice(1, -1))).toEqual(['back', 'info:a|b', 'cleanup', 'info:c|d']);
  expect(actions.list()).toBe('[]');
  expect(actions.list(actions.list('[a|[b|c]]'))).toBe('[a|b|c]');
});

test('a list within a delay is told from the list around it, but only once', () => {
  const later = actions.delay('x', 2, actions.list('back', 'cleanup'));
  expect(splitActions(actions.list(later, 'home').slice(1, -1))).toEqual([later, 'home']);
  const text = actions.delay('x', 2, actions.list('back', actions.message('info', 'a|b')));
  expect(() => actions.list(text)).toThrow('{pipe}');
});

test('several actions with data of their own', () => {
  expect(
    actions.together(
      actions.update('content', 'note', { title: 'Now', progress: 0.5 }, 'overlay'),
      actions.updateMenu('films', { label: 'Films' }),
      { action: 'back' },
    ),
  ).toEqual({
    action: 'data',
    data: {
      actions: [
        { action: 'update:content:overlay:note', data: { title: 'Now', progress: 0.5 } },
        { action: 'update:menu:films', data: { label: 'Films' } },
        { action: 'back' },
      ],
    },
  });
  // @ts-expect-error -- an update can not change a type
  actions.update('content', 'note', { type: 'space' });
});

const WRITTEN: [text: string, expected: string][] = [
  [actions.video(AT), `video:${AT}`],
  [actions.video(AT, { by: 'plugin' }), `video:plugin:${AT}`],
  [actions.audio(AT, { by: 'resolve', auto: true }), `audio:auto:resolve:${AT}`],
  [actions.image(null), 'image:context'],
  [actions.image(AT), `image:${AT}`],
  [actions.background(null), 'background:default'],
  [actions.playlist(AT, { item: 3 }), `playlist:${AT}>index:3`],
  [actions.slideshow(AT), `slideshow:${AT}`],
  [actions.message('warn', 'Oh'), 'warn:Oh'],
  [actions.focus('a'), 'focus:a'],
  [actions.focus(2, true), 'focus:execute:index:2'],
  [actions.link(AT, 'window'), `link:window:${AT}`],
  [actions.event('hello'), 'event:hello'],
  [actions.busy('start', 'films'), 'interaction:busy:start:films'],
  [actions.commitData({ like: 1 }).action, 'interaction:commit'],
  [actions.commitMessage('like:1'), 'interaction:commit:message:like:1'],
  [actions.commit('slider'), 'interaction:commit:slider'],
  [actions.execute(AT), `execute:${AT}`],
  [actions.execute(AT, { attach: 'code', user: true, accurate: true }), `execute:code:user:accurate:${AT}`],
  [
    actions.execute(AT, { service: true, attach: 'slider', silent: true }),
    `execute:service:slider:silent:${AT}`,
  ],
  [actions.fetchAction(AT, { service: true }), `execute:service:fetch:${AT}`],
  [actions.lazy('back'), 'lazy:back'],
  [actions.cancelDelay('x'), 'delay:x:cancel'],
  [actions.start({ name: 'a', version: '1', parameter: `menu:${AT}` }).action, 'start'],
];

test.each(WRITTEN)('%s is written', (text, expected) => {
  expect(text).toBe(expected);
});

// The linter knows the actions that the project's own documents use, and these of the builders.
const LINTED =
  /^(?!video:plugin|link:window)(?:video|audio|image|playlist|slideshow|warn|link|execute|start|interaction:commit)/;

test.each(WRITTEN.map(([text]) => text).filter((text) => LINTED.test(text)))('MSX has %s', (text) => {
  expect(lookAtAction(text, 166, null).faults).toEqual([]);
});
