import { randomInt } from 'node:crypto';

/** Nobody takes one of them for another: without 0 O, 1 I L (facts of the protocol, Registration with a code). */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LETTERS = 6;

const CODE = new RegExp(`^[${LETTERS}]{${CODE_LETTERS}}$`);

/** One of 887 million codes. */
export const newCode = (): string =>
  Array.from({ length: CODE_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** The code that a person has typed, in whatever case, with blanks or hyphens in it; null for what cannot be one. */
export function readCode(typed: unknown): string | null {
  if (typeof typed !== 'string') return null;
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return CODE.test(code) ? code : null;
}
