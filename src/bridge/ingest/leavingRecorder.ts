import type { Store } from '../stores/store.js';
import { reasonOf } from '../text/reasonOf.js';
import { NotTaken } from './createIngest.js';
import type { Recorder } from './createRecorder.js';

/**
 * A recorder that leaves messages to the TVs that have sent them for as long as its store is away, full, or not what it
 * should be. A TV that hears nothing keeps its view for as long as it takes; one that is told of an error gives the view
 * up after some minutes (docs/reporting.md, What becomes of a view).
 * @param recorder whose errors are the messages' own faults are passed on
 * @param onFault gets a sentence each time that something is left
 */
export const leavingRecorder = (
  recorder: Recorder,
  faultOf: Store['faultOf'],
  onFault: (sentence: string) => void,
): Recorder => ({
  async record(arrivals) {
    try {
      return await recorder.record(arrivals);
    } catch (error) {
      if (faultOf(error) === 'message') throw error;
      const reason = reasonOf(error);
      const what = arrivals.length === 1 ? 'A message of a TV' : `${arrivals.length} messages of TVs`;
      onFault(`${what} could not be written: ${reason}. Views stay on the TVs, and come again`);
      throw new NotTaken(reason, { cause: error });
    }
  },
});
