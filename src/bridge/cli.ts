#!/usr/bin/env node
import { run } from './run.js';

/** What has been said goes out, and what is left over, such as a connection that nobody answers, does not count. */
const GOODBYE_MS = 500;

/** So long everything may take to end once it is wanted. */
const ENDING_MS = 4500;

const stopped = new Promise((resolve) => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
});
void stopped.then(() =>
  setTimeout(() => {
    console.error(`Something did not end within ${ENDING_MS / 1000} s: stopped in spite of it.`);
    process.exit(1);
  }, ENDING_MS).unref(),
);

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  stopped,
});
setTimeout(() => process.exit(), GOODBYE_MS).unref();
