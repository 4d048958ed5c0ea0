import { MEDIA_PROGRAMS, buildForTests, buildPrograms } from './program.js';

/**
 * Before the unit tests, once for all of them: the source runs the built programs, which must not be older than it,
 * and some tests run the whole program.
 */
export default async (): Promise<void> => {
  await Promise.all([buildPrograms('dist/bridge', MEDIA_PROGRAMS), buildForTests()]);
};
