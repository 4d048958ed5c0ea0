import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownFolders } from './ownFolders.js';
import { checkFolders } from './web/checkFolders.js';
import { samplePackage, type SamplePackage } from '../../e2e/stage/samplePackage.js';

let sample: SamplePackage;
beforeEach(async () => {
  sample = await samplePackage();
});
afterEach(() => sample.remove());

describe('the folders', () => {
  it('are fine as the build leaves them', () => {
    expect(() => checkFolders(sample.folders)).not.toThrow();
  });

  it.each(['plugin', 'preview', 'gallery', 'dashboard'] as const)(
    'are not without the %s',
    async (folder) => {
      await rm(sample.folders[folder], { recursive: true });
      expect(() => checkFolders({ ...sample.folders, tvxLibrary: sample.root })).toThrow(
        expect.objectContaining({
          code: 'folder_missing',
          message: expect.stringContaining(sample.folders[folder]) as string,
        }) as Error,
      );
    },
  );

  it('name the TVX library that TVX_LIBRARY asks for in vain', () => {
    const { tvxLibrary } = ownFolders({ TVX_LIBRARY: join(sample.root, 'nowhere.js') });
    expect(() => checkFolders({ ...sample.folders, tvxLibrary })).toThrow(
      `The TVX library ${tvxLibrary} is missing: set TVX_LIBRARY to a file that exists`,
    );
  });

  it('are those of the package, not of the current directory', () => {
    expect(ownFolders({}).plugin).toBe(join(import.meta.dirname, '../../dist/plugin'));
  });
});
