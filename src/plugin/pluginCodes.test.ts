import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TVX_CODES } from '../tvx/tvxCodes.js';
import { PLUGIN_CODES } from './pluginCodes.js';
import { DEFAULT_SETTINGS } from './defaultSettings.js';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8').replace(/ +/g, ' ');
const firstColumn = (heading: string) => {
  const section = readme.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]!);
};

it('the README has every code, and no other', () => {
  expect(firstColumn('When something is wrong').sort()).toEqual(
    [...Object.keys(PLUGIN_CODES), ...Object.keys(TVX_CODES)].sort(),
  );
});

it('the README has every configuration key with its default', () => {
  const { broker, views, ...rest } = DEFAULT_SETTINGS;
  const keys = [
    ...Object.keys(rest),
    ...Object.keys(broker).map((key) => `broker.${key}`),
    ...Object.keys(views).map((key) => `views.${key}`),
  ];
  expect(firstColumn('Configuration').sort()).toEqual(keys.sort());
  for (const [key, value] of Object.entries(views))
    expect(readme).toContain(`| \`views.${key}\` | \`${JSON.stringify(value)}\` |`);
});
