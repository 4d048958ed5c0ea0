/** Why MSX, or a player page, gave no answer. */
export type NoAnswerCode =
  /** MSX itself has not answered yet; a page that is not in MSX never comes further. */
  | 'not-ready'
  /** The library gives up after 30 s. */
  | 'timed-out'
  /** The copy of the library has no such function. */
  | 'library-too-old'
  /** MSX says why, in `message`: there is no such data, or not in this version. */
  | 'refused';

export interface NoAnswer {
  code: NoAnswerCode;
  /** A sentence for a person. */
  message: string;
}

/** Either is null. */
export type Answered<Value> = { value: Value; failure: null } | { value: null; failure: NoAnswer };

export const answer = <Value>(value: Value): Answered<Value> => ({ value, failure: null });

export const noAnswer = <Value>(code: NoAnswerCode, message: string): Answered<Value> => ({
  value: null,
  failure: { code, message },
});

/** What the library says where it has no answer. */
export function failureOf(error: unknown): NoAnswer {
  const message = String(error);
  const code = /not ready/i.test(message)
    ? 'not-ready'
    : /timed out/i.test(message)
      ? 'timed-out'
      : 'refused';
  return { code, message };
}
