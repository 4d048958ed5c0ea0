declare module 'promise-polyfill/src/polyfill';
