// The page of one measurement: it asks what to measure, and posts what it found.
import { ask } from '../../../engines/page/ask.js';
import { errorText } from '../../../stage/errorText.js';
import { BENCHES } from './benches.js';

interface Asked {
  bench: string;
  options: unknown;
}

ask('/bench/job', null)
  .then((job) => {
    const { bench, options } = job as Asked;
    const run = BENCHES[bench];
    if (!run) throw new Error(`the page has no measurement "${bench}"`);
    return run(options);
  })
  .then(
    (value) => ask('/bench/done', { value }),
    (error: unknown) => ask('/bench/done', { failure: errorText(error) }),
  )
  .catch((error: unknown) => console.error(`the measurement failed: ${String(error)}`));
