import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { LogFormat } from './createJournal.js';
import { bridgeProblem } from '../text/bridgeProblem.js';

/**
 * The values of a command's options.
 * @param help what tells the options: `--help`
 * @throws bridgeProblem `bad_option`
 */
export function readOptionValues<T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  help: string,
) {
  return parse(() => parseArgs({ args: [...argv], options }).values, help);
}

/** The same for a command that takes words beside its options. @throws bridgeProblem `bad_option` */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  help: string,
) {
  return parse(() => parseArgs({ args: [...argv], options, allowPositionals: true }), help);
}

function parse<T>(work: () => T, help: string): T {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw bridgeProblem('bad_option', `${reason}: see ${help} for the options.`);
  }
}

/** @throws bridgeProblem `bad_option` */
export function readLog(text: string): LogFormat {
  if (text !== 'text' && text !== 'json')
    throw bridgeProblem('bad_option', `--log must be text or json, not "${text}".`);
  return text;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;

/**
 * How long single views are kept: `31d` are days.
 * @returns ms; null = for ever
 * @throws bridgeProblem `bad_option`
 */
export function readKeepViews(text: string | undefined): number | null {
  if (text === undefined) return null;
  const days = Number(/^(\d+)d$/.exec(text)?.[1] ?? 0);
  if (days < 1 || days > MOST_DAYS)
    throw bridgeProblem('bad_option', `--keep-views takes 1d to ${MOST_DAYS}d, such as 31d, not "${text}".`);
  return days * DAY_MS;
}

const HIGHEST_PORT = 65_535;

/** @throws bridgeProblem `bad_option` */
export function readPort(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT)
    throw bridgeProblem('bad_option', `${option} must be a number from 0 to ${HIGHEST_PORT}, not "${text}".`);
  return port;
}
