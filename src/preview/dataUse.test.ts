import { describe, expect, test } from 'vitest';
import { dataUse } from './dataUse.js';

describe('the data beside an action', () => {
  test.each([
    'content:data',
    'panel:data>index:2',
    'playlist:auto:data',
    'player:content:data',
    'update:content:a',
    'interaction:commit',
    'execute:response:http://a',
    'execute:service:response:silent:http://a',
    'data',
    'enter:1234',
  ])('is needed by %s', (action) => expect(dataUse(action)).toBe('needed'));

  test.each([
    'video:http://a/b.mp4',
    'audio:auto:resolve:http://a',
    'image:context',
    'execute:http://a',
    'execute:service:slider:silent:request:interaction:a@http://b/c.html',
    'interaction:commit:slider',
    'interaction:load:http://a/b.html',
    '[content:data|info:a]',
    'delay:a:2:content:data',
    'player:auto:next',
    'logger:warn:a',
  ])('may stand beside %s', (action) => expect(dataUse(action)).toBe('optional'));

  test.each([
    'content:http://a/b.json',
    'content:request:interaction:init@http://a/b.html',
    'menu:json:e30',
    'execute:service:silent:fetch:http://a',
    'execute:fetch:http://a',
    'delay:a:cancel',
    'trigger:end:info:a',
    'player:next',
    'slider:next',
    'info:a',
    'logger:debug:a',
    'replace:content:flag:http://a',
  ])('is nothing to %s', (action) => expect(dataUse(action)).toBe('dropped'));
});
