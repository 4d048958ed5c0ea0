#!/usr/bin/env node
import { printer } from './command/printer.js';
import { run } from './run.js';
import { whenOrphaned } from './command/whenOrphaned.js';

/** Whatever was typed may hold a password. */
const typed = [...process.argv.slice(2), process.env.BRIDGE_DATABASE, process.env.BRIDGE_BROKER];

/** Everything that the program prints goes through these two. */
const out = printer(typed, (line) => console.log(line));
const err = printer(typed, (line) => console.error(line));

/** What nobody expected. */
const tell = (error: unknown): void =>
  String(error instanceof Error ? error.stack : error)
    .split('\n')
    .forEach(err);
for (const kind of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(kind, (error: unknown) => {
    tell(error);
    process.exit(1);
  });

/** What has been said goes out, and what is left over, such as a connection that nobody answers, does not count. */
const GOODBYE_MS = 500;

/** So long everything may take to end once it is wanted. */
const ENDING_MS = 4500;

const stopped = new Promise((resolve) => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
  if (process.env.npm_lifecycle_event !== undefined) void whenOrphaned().then(resolve);
});
void stopped.then(() =>
  setTimeout(() => {
    err(`Something did not end within ${ENDING_MS / 1000} s: stopped in spite of it.`);
    process.exit(1);
  }, ENDING_MS).unref(),
);

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out,
  err,
  stopped,
}).catch((error: unknown) => {
  tell(error);
  return 1;
});
setTimeout(() => process.exit(), GOODBYE_MS).unref();
