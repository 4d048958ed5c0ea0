import { describe, expect, it } from 'vitest';
import { decodeJson, headAndRest, parseFocus, parseRequest, splitActions } from './readAction.js';
import { parseExecute } from './executeRequest.js';

describe('reading actions', () => {
  it('separates a list at its bars, and takes {pipe} for a bar that is none', () => {
    expect(splitActions('info:a|success:b{pipe}c|[info:d{pipe}info:e]')).toEqual([
      'info:a',
      'success:b|c',
      '[info:d|info:e]',
    ]);
  });

  it('takes a bar for a separator in brackets, too', () => {
    expect(splitActions('info:a|[info:b|info:c]')).toEqual(['info:a', '[info:b', 'info:c]']);
  });

  it('finds nothing in an empty list', () => expect(splitActions('')).toEqual([]));

  it('takes the word before the first colon', () => {
    expect(headAndRest('content:http://a/b')).toEqual(['content', 'http://a/b']);
    expect(headAndRest('cleanup')).toEqual(['cleanup', '']);
  });

  it('knows where the focus is to go', () => {
    expect(parseFocus('http://a>menu>index:2>execute')).toEqual({
      source: 'http://a',
      focus: ['menu', 'index:2'],
      execute: true,
    });
    expect(parseFocus('http://a')).toEqual({ source: 'http://a', focus: [], execute: false });
  });

  it('finds the plugin behind a DATA_ID that holds a URL and an @', () => {
    expect(parseRequest('http://u@h/s.json?q={INPUT}|x@http://host/input.html')).toEqual({
      dataId: 'http://u@h/s.json?q={INPUT}|x',
      pluginUrl: 'http://host/input.html',
    });
    expect(parseRequest('init')).toEqual({ dataId: 'init', pluginUrl: null });
    expect(parseRequest('someone@home')).toEqual({ dataId: 'someone@home', pluginUrl: null });
    expect(parseRequest('init@plugin.html?config=a')).toEqual({
      dataId: 'init',
      pluginUrl: 'plugin.html?config=a',
    });
  });

  it('decodes a document from base64, in both alphabets', () => {
    const base64 = Buffer.from('{"a":"ü??>"}').toString('base64');
    globalThis.window = globalThis as unknown as Window & typeof globalThis;
    expect(decodeJson(base64)).toEqual({ a: 'ü??>' });
    expect(decodeJson(base64.replace(/\//g, '_').replace(/\+/g, '-'))).toEqual({ a: 'ü??>' });
  });
});

describe('reading execute', () => {
  it('takes the words before the URL one by one', () => {
    expect(parseExecute('service:video:info:silent:user:accurate:http://a/b')).toEqual({
      attach: ['video:info'],
      service: true,
      code: false,
      response: false,
      silent: true,
      fetch: false,
      user: true,
      accurate: true,
      target: 'http://a/b',
    });
    expect(parseExecute('info:extended:http://a').attach).toEqual(['info:extended']);
    expect(parseExecute('fetch:http://a')).toMatchObject({ fetch: true, target: 'http://a' });
    expect(parseExecute('video:request:interaction:x')).toMatchObject({
      attach: ['video'],
      target: 'request:interaction:x',
    });
  });
});
