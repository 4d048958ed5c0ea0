import { expect, type Page } from '@playwright/test';
import { unreadable } from './unreadable.js';

const SCREENS = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

/**
 * Shows a page on a phone and on a desktop, light and dark: nothing is wider than the screen, and all text can be read.
 * @param look gets the screen's name, such as `phone-dark`, with the page as it is there
 */
export async function onEachScreen(page: Page, look: (name: string) => Promise<unknown>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      const name = `${screen}-${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(viewport.width);
      expect(await page.evaluate(unreadable), name).toEqual([]);
      await look(name);
    }
}
