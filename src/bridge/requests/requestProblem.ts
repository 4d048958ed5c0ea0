/** Why a request is not answered with what it asks for: Makapix's codes, as far as a bridge has a use for them. */
export type RequestCode =
  /** The TV is unknown, nobody's, its owner may not sign in, or the request names another TV than its topic. */
  | 'authentication_failed'
  | 'invalid_json'
  /** It is no object, says no type, or what it wants sent back is too long. */
  | 'invalid_request'
  | 'unknown_request_type'
  | 'missing_user_identifier'
  | 'user_not_found'
  | 'missing_hashtag'
  | 'invalid_hashtag'
  | 'invalid_criteria'
  | 'not_found'
  /** The post is a sound or a film. */
  | 'unsupported_kind'
  | 'invalid_emoji'
  | 'reaction_limit_exceeded'
  | 'playset_not_found'
  | 'rate_limit_exceeded'
  /** A field has a value that it cannot have (Makapix answers so), or the bridge could not do it. */
  | 'internal_error';

/** An answer that is none: the code for the TV's program, the sentence for a person. */
export interface RequestProblem {
  code: RequestCode;
  message: string;
}

export const requestProblem = (code: RequestCode, message: string): RequestProblem => ({ code, message });

export const isRequestProblem = (value: object): value is RequestProblem =>
  'code' in value && 'message' in value;
