import { defineConfig } from 'vitest/config';
import { iconCodePoints } from './esbuild.config.mjs';

export default defineConfig({
  define: {
    __VERSION__: '"0.0.0-test"',
    __BUILT_AT__: '1700000000000',
    __AUTHORED__: 'false',
    __ICONS__: JSON.stringify(await iconCodePoints()),
  },
  test: {
    globalSetup: 'e2e/stage/buildPrograms.ts',
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 3, // most tests wait for something
    minWorkers: 3,
    // A second, the default, is not enough on a machine that does other things as well.
    expect: { poll: { timeout: 10_000 } },
  },
});
