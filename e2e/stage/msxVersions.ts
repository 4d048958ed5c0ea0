/** MSX on Samsung's TVs of 2015 and of 2017, which stays as it is, and anywhere else (overview, Platform Support). */
const OLD_MSX = ['0.1.114', '0.1.145'];
const NEWEST_MSX = '0.1.166';

/** For what the version decides. */
export const MSX_VERSIONS = [...OLD_MSX, NEWEST_MSX];

/** For everything else: with `MSX_VERSIONS=all`, as in `.ci/run`, at each of them as well. */
export const EVERYDAY_VERSIONS = process.env.MSX_VERSIONS === 'all' ? MSX_VERSIONS : [NEWEST_MSX];

/** Whether MSX of this version, one of the three, has what came with `since`. */
export const has = (msxVersion: string, since: string): boolean =>
  Number(msxVersion.split('.')[2]) >= Number(since.split('.')[2]);
