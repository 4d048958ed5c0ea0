import { expect, test } from 'vitest';
import { ENGINE_NAMES } from './findEngine.js';
import { parseOptions } from './labOptions.js';
import { SCENARIO_NAMES, loadScenario } from './loadScenario.js';

test('without options, every scenario runs in every engine', () => {
  expect(parseOptions([])).toMatchObject({
    engines: ENGINE_NAMES,
    scenarios: SCENARIO_NAMES,
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

test.each(SCENARIO_NAMES)('%s has a half in the page and a half beside the servers', async (name) => {
  const { page } = (await import(`./scenarios/${name}/page.ts`)) as { page: unknown };
  expect(page).toBeInstanceOf(Function);
  expect(await loadScenario(name)).toBeInstanceOf(Function);
});
