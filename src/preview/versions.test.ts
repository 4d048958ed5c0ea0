import { describe, expect, test } from 'vitest';
import {
  ACTIONS,
  ATTACHED,
  EXTENDED_PROPERTIES,
  KEYWORDS,
  MODIFIERS,
  OBJECTS,
  type Row,
} from './versionTable.js';
import {
  actionSince,
  knowsExtendedProperty,
  knowsKeyword,
  knowsProperty,
  tooYoung,
  unknownAction,
  versionNumber,
} from './versions.js';

describe('the age of an action', () => {
  test.each([
    ['info:Hello', 0],
    ['menu:http://a/menu.json', 0],
    ['content:json:e30', 0],
    ['content:user:http://a/b.json', 30],
    ['execute:http://a/b', 30],
    ['video:plugin:http://a/player.html', 40],
    ['[reload:menu|info:Hello]', 58],
    ['reload', 58],
    ['reload:content', 58],
    ['trigger:back:info:Hello', 58],
    ['menu:request:interaction:init@http://a/plugin.html', 82],
    ['execute:service:http://a/b', 90],
    ['execute:user:accurate:http://a/b', 90],
    ['video:resolve:request:interaction:a@http://a/b.html', 107],
    ['video:auto:resolve:http://a/b', 107],
    ['update:content:overlay:info', 110],
    ['player:button:content:setup', 111],
    ['reload:content>index:1', 120],
    ['interaction:commit:response:http://a/b', 128],
    ['replace:content:flag:request:interaction:a@http://a/b.html>item', 144],
    ['slider:rotate:90', 145],
    ['player:progress:position:40', 146],
    ['player:info:round:enable', 156],
    ['interaction:commit:slider', 160],
    ['execute:service:slider:silent:request:interaction:a@http://a/b.html', 160],
    ['playlist:auto:request:interaction:a@http://a/b.html', 160],
    ['video:auto:http://a/b.mp4', 160],
    ['menu', 160],
    ['content:request:player:a', 160],
    ['slider:next', 160],
    ['delay:a:2:info:Hello', 160],
  ])('%s came with 0.1.%i', (action, since) => expect(actionSince(action)).toBe(since));

  test('is not changed by a blank behind the word', () => {
    expect(actionSince('content: http://a/b.json')).toBe(0);
    expect(actionSince('execute: service:http://a/b')).toBe(90);
  });

  test('and an action is warned of below it, in the words of its family', () => {
    expect(tooYoung('player:progress:position:40', '0.1.145')).toBe(
      "Unknown player progress action: 'position:40'.",
    );
    expect(tooYoung('player:progress:position:40', '0.1.146')).toBeNull();
    expect(tooYoung('replace:content:a:http://b/c', '0.1.134')).toBe(
      "Unknown replace action: 'content:a:http://b/c'.",
    );
    expect(tooYoung('teleport:kitchen', '0.1.114')).toBe("Unknown action: 'teleport:kitchen'.");
    expect(unknownAction('reload')).toBe("Unknown action: 'reload'.");
  });
});

describe('a version', () => {
  test('is its last part', () => expect(versionNumber('0.1.58')).toBe(58));
  test('that is higher in front knows everything', () => {
    expect(versionNumber('0.2.0')).toBe(Infinity);
    expect(versionNumber('1.0.0')).toBe(Infinity);
  });
  test('that is none knows everything', () => expect(versionNumber('today')).toBe(Infinity));
});

test('keywords came one by one', () => {
  const known = (version: string) =>
    ['PLATFORM', 'ID', 'LANGUAGE', 'NONSENSE'].filter((name) => knowsKeyword(name, version));
  expect(known('0.1.127')).toEqual([]);
  expect(known('0.1.128')).toEqual(['PLATFORM']);
  expect(known('0.1.145')).toEqual(['PLATFORM', 'ID']);
  expect(known('0.1.160')).toEqual(['PLATFORM', 'ID', 'LANGUAGE']);
});

test('properties of documents came one by one, and what MSX does not know is none of its business', () => {
  expect(knowsProperty('contentRoot', 'flag', '0.1.119')).toBe(false);
  expect(knowsProperty('contentRoot', 'flag', '0.1.120')).toBe(true);
  expect(knowsProperty('contentItem', 'title', '0.1.0')).toBe(true);
  expect(knowsExtendedProperty('image:trigger', '0.1.110')).toBe(false);
  expect(knowsExtendedProperty('trigger:ending', '0.1.145')).toBe(false);
  expect(knowsExtendedProperty('trigger:end', '0.1.145')).toBe(true);
  expect(knowsExtendedProperty('button:content:key', '0.1.131')).toBe(false);
  expect(knowsExtendedProperty('makapix:post_id', '0.1.58')).toBe(true);
});

test('no name stands in a table twice', () => {
  const tables: Record<string, Row[]> = {
    ACTIONS,
    MODIFIERS,
    KEYWORDS,
    EXTENDED_PROPERTIES,
    ATTACHED,
    ...OBJECTS,
  };
  for (const [table, rows] of Object.entries(tables)) {
    const names = rows.flatMap((row) => row.names.split(' '));
    expect(
      names.filter((name, at) => names.indexOf(name) !== at),
      table,
    ).toEqual([]);
  }
});
