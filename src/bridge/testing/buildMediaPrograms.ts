import { MEDIA_PROGRAMS, buildPrograms } from './program.js';

/** Before the unit tests: the source runs the built programs, which must not be older than it. */
export default (): Promise<void> => buildPrograms('dist/bridge', MEDIA_PROGRAMS);
