import PromisePolyfill from 'promise-polyfill';

// WebKit 538 has none; where there is one, it stays.
const global = window as { Promise?: unknown; MutationObserver?: typeof MutationObserver };
if (typeof global.Promise !== 'function') {
  global.Promise = PromisePolyfill;
  // By itself it takes a timer for each step, which waits for 4 ms where many follow each other: half of the
  // time to the first menu. What observes a change runs as soon as the present task is done.
  if (global.MutationObserver) {
    let due: (() => void)[] = [];
    const mark = document.createTextNode('');
    new global.MutationObserver(() => {
      const now = due;
      due = [];
      now.forEach((step) => step());
    }).observe(mark, { characterData: true });
    PromisePolyfill._immediateFn = (step) => {
      if (due.push(step) === 1) mark.data = mark.data ? '' : '1';
    };
  }
}
