import { expect, it } from 'vitest';
import { engineName } from './engineName.js';

it.each([
  [
    'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/68.0.3440.106 Safari/537.36',
    'Chrome/68.0.3440.106',
  ],
  [
    'Mozilla/5.0 (SMART-TV; Linux; Tizen 2.3) AppleWebkit/538.1 (KHTML, like Gecko) SamsungBrowser/1.0 TV Safari/538.1',
    'AppleWebkit/538.1',
  ],
  ['Something else', 'Something else'],
])('an engine is called by what says how old it is: %s', (userAgent, name) => {
  expect(engineName(userAgent)).toBe(name);
});
