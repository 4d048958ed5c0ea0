import { describe, expect, it } from 'vitest';
import { mapAction, mapReference, readsData } from './action.js';
import type { Link } from './action.js';

/** The links that an action holds, and the action with each of them in angle quotes. */
function links(action: string) {
  const found: Link[] = [];
  const text = mapAction(action, (link) => {
    found.push(link);
    return `«${link.text}»`;
  });
  return { text, kinds: found.map((link) => link.kind) };
}

describe('mapAction finds', () => {
  it.each([
    ['menu:http://h/m.json', 'menu:«http://h/m.json»', 'document'],
    ['content:http://h/c.json', 'content:«http://h/c.json»', 'document'],
    ['content:user:http://h/c.json', 'content:user:«http://h/c.json»', 'document'],
    ['content:http://h/c.json>item>execute', 'content:«http://h/c.json»>item>execute', 'document'],
    [
      'menu:http://h/m.json>index:1>index:2>execute',
      'menu:«http://h/m.json»>index:1>index:2>execute',
      'document',
    ],
    ['panel:p.json', 'panel:«p.json»', 'document'],
    ['playlist:auto:user:http://h/p.json>x', 'playlist:auto:user:«http://h/p.json»>x', 'document'],
    ['slideshow:http://h/s.json', 'slideshow:«http://h/s.json»', 'document'],
    ['dictionary:http://h/d.json', 'dictionary:«http://h/d.json»', 'service'],
    ['player:menu:http://h/m.json', 'player:menu:«http://h/m.json»', 'document'],
    ['player:content:user:http://h/c.json', 'player:content:user:«http://h/c.json»', 'document'],
    ['replace:content:tabs:http://h/c.json>x', 'replace:content:tabs:«http://h/c.json»>x', 'document'],
    ['replace:menu:f:user:http://h/m.json', 'replace:menu:f:user:«http://h/m.json»', 'document'],
    ['replace:panel:f:p.json', 'replace:panel:f:«p.json»', 'document'],
    ['video:http://h/v.mp4', 'video:«http://h/v.mp4»', 'media'],
    ['audio:auto:http://h/a.mp3', 'audio:auto:«http://h/a.mp3»', 'media'],
    ['image:http://h/i.png', 'image:«http://h/i.png»', 'media'],
    ['background:http://h/i.png', 'background:«http://h/i.png»', 'media'],
    ['player:background:http://h/i.png', 'player:background:«http://h/i.png»', 'media'],
    ['player:info:image:http://h/i.png', 'player:info:image:«http://h/i.png»', 'media'],
    ['video:plugin:http://h/p.html?url=http://x/v', 'video:plugin:«http://h/p.html?url=http://x/v»', 'page'],
    ['audio:auto:plugin:http://h/p.html', 'audio:auto:plugin:«http://h/p.html»', 'page'],
    ['video:resolve:http://h/r?type=video', 'video:resolve:«http://h/r?type=video»', 'service'],
    ['image:resolve:user:http://h/r', 'image:resolve:user:«http://h/r»', 'service'],
    ['execute:http://h/e', 'execute:«http://h/e»', 'service'],
    [
      'execute:service:info:silent:user:accurate:http://h/e',
      'execute:service:info:silent:user:accurate:«http://h/e»',
      'service',
    ],
    ['execute:video:http://h/e', 'execute:video:«http://h/e»', 'service'],
    ['execute:fetch:http://h/e', 'execute:fetch:«http://h/e»', 'service'],
    ['execute:info:extended:http://h/e', 'execute:info:extended:«http://h/e»', 'service'],
    [
      'interaction:commit:response:silent:user:http://h/e',
      'interaction:commit:response:silent:user:«http://h/e»',
      'service',
    ],
    ['player:commit:response:accurate:http://h/e', 'player:commit:response:accurate:«http://h/e»', 'service'],
    ['link:http://h/', 'link:«http://h/»', 'leave'],
    ['link:window:http://h/', 'link:window:«http://h/»', 'leave'],
    ['link:replace:validate:http://h/', 'link:replace:validate:«http://h/»', 'leave'],
    ['interaction:load:http://h/p.html', 'interaction:load:«http://h/p.html»', 'plugin'],
    ['interaction:load:http://h/p.html?x=1', 'interaction:load:«http://h/p.html?x=1»', 'page'],
    ['content: http://h/c.json', 'content:«http://h/c.json»', 'document'],
    ['video: http://h/v ', 'video:«http://h/v»', 'media'],
    ['content:json:e30=', 'content:json:«e30=»', 'inline'],
    ['playlist:auto:json:e30=', 'playlist:auto:json:«e30=»', 'inline'],
    ['replace:content:f:json:e30=', 'replace:content:f:json:«e30=»', 'inline'],
    ['lazy:content:http://h/c', 'lazy:content:«http://h/c»', 'document'],
    ['delay:x:3:content:http://h/c', 'delay:x:3:content:«http://h/c»', 'document'],
    ['trigger:load:video:http://h/v', 'trigger:load:video:«http://h/v»', 'media'],
    ['trigger:20:shot:video:http://h/v', 'trigger:20:shot:video:«http://h/v»', 'media'],
    ['player:control:action:content:http://h/c', 'player:control:action:content:«http://h/c»', 'document'],
    ['player:execute_play:video:http://h/v', 'player:execute_play:video:«http://h/v»', 'media'],
    ['slider:execute:content:http://h/c', 'slider:execute:content:«http://h/c»', 'document'],
    ['slider:action:content:http://h/c', 'slider:action:content:«http://h/c»', 'document'],
  ])('in %s: %s', (action, text, kind) => expect(links(action)).toEqual({ text, kinds: [kind] }));

  it.each([
    [
      'content:request:interaction:init@http://h/p.html',
      'content:request:interaction:«init»@«http://h/p.html»',
    ],
    ['menu:request:interaction:init@p.html>x', 'menu:request:interaction:«init»@«p.html»>x'],
    ['request:interaction:a@http://h/p.html', 'request:interaction:«a»@«http://h/p.html»'],
    [
      'content:request:interaction:a@b.c@http://h/p.html',
      'content:request:interaction:«a@b.c»@«http://h/p.html»',
    ],
    [
      'video:resolve:request:interaction:v@http://h/p.html',
      'video:resolve:request:interaction:«v»@«http://h/p.html»',
    ],
    [
      'execute:service:video:request:interaction:v@http://h/p.html',
      'execute:service:video:request:interaction:«v»@«http://h/p.html»',
    ],
  ])('data ID and plugin of %s', (action, text) => {
    expect(links(action)).toEqual({ text, kinds: ['plugin', 'dataId'] });
  });

  it('the data ID of a request to the plugin that is loaded', () =>
    expect(links('content:request:interaction:a>x')).toEqual({
      text: 'content:request:interaction:«a»>x',
      kinds: ['dataId'],
    }));

  it.each([
    ['[video:http://h/v|info:Hi]', '[video:«http://h/v»|info:Hi]', 1],
    [
      '[delay:a:1:content:x.json|back|image:http://h/i]',
      '[delay:a:1:content:«x.json»|back|image:«http://h/i»]',
      2,
    ],
    [
      '[lazy:[content:a.json|video:b.mp4]|image:c.png]',
      '[lazy:[content:«a.json»|video:«b.mp4»]|image:«c.png»]',
      3,
    ],
    ['[info:an [open bracket|content:a.json]', '[info:an [open bracket|content:«a.json»]', 1],
    ['[video:http://[::1]/v|image:http://[::1]/i]', '[video:«http://[::1]/v»|image:«http://[::1]/i»]', 2],
    ['[video:http://h/v]', '[video:«http://h/v»]', 1],
    ['[]', '[]', 0],
  ])('the links of the list %s', (action, text, count) => {
    expect(links(action).text).toBe(text);
    expect(links(action).kinds).toHaveLength(count);
  });

  it.each([
    'info:See http://h/a or content:http://h/b',
    'error:content:http://h/b',
    'update:content:id',
    'reload:content',
    'player:show',
    'player:info:text:http://h/',
    'interaction:commit:slider',
    'interaction:commit:message:http://h/',
    'system:tizen:launch:http://h/',
    'content:data',
    'content:data>x',
    'panel:data',
    'data',
    'image:context',
    'background:none',
    'background:default',
    'dictionary:none',
    'interaction:load:none',
    'video:broadcast:name:http://h/',
    'content:request:player:x@http://h/',
    'delay:x:cancel',
    'trigger:back:none',
    'content:',
    'toString:http://h/',
    'constructor:http://h/',
    'http://h/a',
    'back',
    '',
    '[',
    ']',
    '[info:x',
  ])('nothing in %j', (action) => expect(links(action)).toEqual({ text: action, kinds: [] }));

  it('an action that is a placeholder', () =>
    expect(links('{context:go}')).toEqual({ text: '«{context:go}»', kinds: ['action'] }));
});

describe('mapReference', () => {
  it('takes what stands in menu[].data, without the first word', () => {
    const map = (link: Link) => `«${link.text}»${link.user ? 'user' : ''}`;
    expect(mapReference('http://h/c.json>x', 'document', map)).toBe('«http://h/c.json»>x');
    expect(mapReference('user:http://h/c.json', 'document', map)).toBe('user:«http://h/c.json»user');
    expect(mapReference('request:interaction:a@http://h/p.html', 'document', map)).toBe(
      'request:interaction:«a»@«http://h/p.html»',
    );
  });
});

describe('readsData', () => {
  it.each([
    'content:data',
    'panel:data>x',
    'playlist:auto:data',
    'player:menu:data',
    'data',
    'update:content:a',
    'enter:1234',
    'start',
    '[cleanup|content:data]',
    'delay:a:1:content:data',
    'video:http://h/v',
  ])('is true of %s, whose data MSX reads itself', (action) => expect(readsData(action)).toBe(true));
  it.each([
    'execute:http://h/data',
    'interaction:commit',
    'interaction:commit:video:data',
    'interaction:load:http://h/',
    'event:data',
    'content:http://h/data',
    'info:data',
    'database',
  ])('is false of %s, whose data is freight', (action) => expect(readsData(action)).toBe(false));
});
