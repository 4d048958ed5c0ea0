import { expect, test } from 'vitest';
import { ENGINE_NAMES } from './findEngine.js';
import { parseOptions } from './options.js';
import { SCENARIO_PAGES } from './page/scenarioPages.js';
import { SCENARIOS } from './scenarios/index.js';

test('without options, every scenario runs in every engine', () => {
  expect(parseOptions([])).toMatchObject({
    engines: ENGINE_NAMES,
    scenarios: SCENARIOS.map(({ name }) => name),
  });
});

test('engines and scenarios can be chosen by name, in the order of the table', () => {
  expect(
    parseOptions(['--engine', 'chromium-64', '--engine', 'webkit-538', '--scenario', 'media']),
  ).toMatchObject({ engines: ['webkit-538', 'chromium-64'], scenarios: ['media'] });
});

test('a name that does not exist is refused with the names that do', () => {
  expect(() => parseOptions(['--engine', 'netscape'])).toThrow(/no engine "netscape".*webkit-538/);
  expect(() => parseOptions(['--scenario', 'nothing'])).toThrow(/no scenario "nothing".*identity/);
});

test('every scenario has a half in the page and a half beside the servers', () => {
  expect(SCENARIOS.map(({ name }) => name).sort()).toEqual(Object.keys(SCENARIO_PAGES).sort());
});
