import type { OutcomeJson } from './callApi.js';

const WITHOUT_WORDS: Record<OutcomeJson['result'], string> = {
  ok: '',
  error: 'The TV could not do it, and does not say why.',
  unsupported: 'This TV does not do such a thing.',
  no_answer: 'The TV does not answer.',
};

/** Why a command did not happen, for the person who wanted it; empty where it did. */
export const outcomeText = ({ result, error }: OutcomeJson): string =>
  result === 'ok' ? '' : (error ?? WITHOUT_WORDS[result]);
