import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { handleRequests } from './handleRequests.js';

const menu = { menu: [{ label: 'Films' }] };
const problem = (message: string) => ({ pages: [], headline: message });

/** What MSX gets, each answer once. */
function setup(answerWithinMs?: number) {
  const answers: unknown[] = [];
  const handle = handleRequests(
    {
      'init': () => menu,
      'film:{id}': ({ id }) => Promise.resolve({ pages: [], headline: id }),
      'code': (_values, data) => ({ action: `info:${JSON.stringify(data.code)}` }),
      'throws': () => {
        throw new Error('broken');
      },
      'rejects': () => Promise.reject(new Error('not reachable')),
      'never': () => new Promise<null>(() => undefined),
    },
    {
      otherwise: (dataId) => problem(`no ${dataId}`),
      failed: (error, dataId) => problem(`${dataId}: ${String(error)}`),
      ...(answerWithinMs === undefined ? {} : { answerWithinMs }),
    },
  );
  return {
    ask: (dataId: string) => handle(dataId, { code: '1234' }, (answer) => void answers.push(answer)),
    answers,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ['init', menu],
  ['film:the%20harbour', problem('the harbour')],
  ['code', { action: 'info:"1234"' }],
  ['nothing', problem('no nothing')],
  ['throws', problem('throws: Error: broken')],
  ['rejects', problem('rejects: Error: not reachable')],
])('%s is answered', async (dataId, expected) => {
  const { ask, answers } = setup();
  ask(dataId);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).toEqual([expected]);
});

test('what takes too long is answered before MSX gives up', async () => {
  const { ask, answers } = setup();
  ask('never');
  await vi.advanceTimersByTimeAsync(24_999);
  expect(answers).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(answers).toEqual([problem('never: Error: "never" was not answered in time')]);

  const sooner = setup(1000);
  sooner.ask('never');
  await vi.advanceTimersByTimeAsync(1000);
  expect(sooner.answers).toHaveLength(1);
});

test('an answer with a property that MSX does not know is refused by the compiler', () => {
  handleRequests(
    // @ts-expect-error -- misspelled
    { init: () => ({ menu: [{ lable: 'Films' }] }) },
    { otherwise: () => null, failed: () => null },
  );
});
