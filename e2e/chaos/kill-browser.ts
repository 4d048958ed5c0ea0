import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../browser.js';

/** A browser with a profile that outlives it. */
export interface KillBrowser {
  source: string;
  page(): Page;
  /** One more page beside the first, as MSX has when it loads a plugin anew. */
  secondPage(): Promise<Page>;
  /** SIGKILL, as the power plug, and a new one with the same profile. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** @param url the page that each browser opens. */
export async function startKillBrowser(url: string): Promise<KillBrowser> {
  const { executablePath, source } = await findBrowser();
  const profile = await mkdtemp(join(tmpdir(), 'chaos-profile-'));
  let child: ChildProcess;
  let page: Page;

  async function start(): Promise<void> {
    child = spawn(
      executablePath,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--remote-debugging-port=0',
        `--user-data-dir=${profile}`,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const endpoint = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(text);
        if (found?.[1]) resolve(found[1]);
      });
      child.once('exit', () => reject(new Error(`the browser did not start:\n${text}`)));
    });
    const browser = await chromium.connectOverCDP(endpoint);
    const [context] = browser.contexts();
    if (!context) throw new Error('the browser has no context');
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
  }

  async function end(): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  await start();
  return {
    source,
    page: () => page,
    secondPage: async () => {
      const second = await page.context().newPage();
      await second.goto(url);
      return second;
    },
    kill: async () => {
      await end();
      await start();
    },
    close: async () => {
      await end();
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
