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
