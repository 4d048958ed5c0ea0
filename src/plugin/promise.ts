import PromisePolyfill from 'promise-polyfill';

// WebKit 538 has none; where there is one, it stays.
const global = window as { Promise?: unknown };
if (typeof global.Promise !== 'function') global.Promise = PromisePolyfill;
