import { defineConfig } from '@playwright/test';
import { findBrowser } from './e2e/stage/findBrowser.js';

const browser = await findBrowser();
if (!process.env.TEST_WORKER_INDEX) {
  console.log(`Browser: ${browser.source} (${browser.executablePath})`);
  console.log(`TVX library: ${process.env.TVX_LIBRARY ?? 'the stand-in'}`);
}

export default defineConfig({
  testDir: 'e2e/tests',
  testMatch: '*.spec.ts',
  fullyParallel: true,
  workers: 3, // they wait more than they work
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 720 },
    launchOptions: {
      executablePath: browser.executablePath,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--autoplay-policy=no-user-gesture-required',
        '--host-resolver-rules=MAP *.test 127.0.0.1', // names other than localhost, which is always a secure context
      ],
    },
  },
});
