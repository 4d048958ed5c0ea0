import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __VERSION__: '"0.0.0-test"', __BUILT_AT__: '1700000000000' },
  test: {
    globalSetup: 'src/bridge/testing/buildPrograms.ts',
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
