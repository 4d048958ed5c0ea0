declare module 'promise-polyfill' {
  const PromisePolyfill: PromiseConstructor & {
    /** How a step is put off until the present task is done. */
    _immediateFn: (step: () => void) => void;
  };
  export default PromisePolyfill;
}
