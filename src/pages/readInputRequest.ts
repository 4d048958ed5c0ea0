import { languageOf } from './keyboards.js';

/** What is typed: a text, a password, or what is searched for while it is typed. */
export type InputType = 'default' | 'secret' | 'search';

/** An input page as it was asked for; a text that was not given is empty. */
export interface InputRequest {
  /** The service's address, with keywords. */
  url: string;
  inputType: InputType;
  /** So long the text has to be before it is submitted. */
  minLength: number;
  language: string;
  headline: string;
  background: string;
  extension: string;
  hint: string;
  placeholder: string;
  /** Items that are asked for at once; 0 = all. */
  limit: number;
  firstInput: string;
}

/** @returns `otherwise` where it is no number */
export const numberOf = (text: string | undefined, otherwise: number): number =>
  /^\d+$/.test(text || '') ? Number(text) : otherwise;

/**
 * Reads what MSX's input plugin reads: `URL|TYPE:LENGTH|LANG|HEADLINE|BACKGROUND|EXTENSION|HINT|PLACEHOLDER|LIMIT|INIT_INPUT`,
 * each but the first may be missing (knowledge base: Input Plugin).
 */
export function readInputRequest(text: string, defaultType: InputType): InputRequest {
  const parts = text.split('|');
  const part = (at: number): string => parts[at] || '';
  const [type, minLength] = part(1).split(':');
  return {
    url: part(0),
    inputType: type === 'secret' || type === 'search' ? type : defaultType,
    minLength: numberOf(minLength, 1),
    language: languageOf(part(2)),
    headline: part(3),
    background: part(4),
    extension: part(5),
    hint: part(6),
    placeholder: part(7),
    limit: numberOf(part(8), 0),
    firstInput: parts.slice(9).join('|'),
  };
}
