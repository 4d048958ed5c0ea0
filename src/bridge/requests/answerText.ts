import { cursorAt, type Page } from './choosePosts.js';
import { postJson, type Places, type ShownPost } from './postJson.js';
import { requestProblem, type RequestProblem } from './requestProblem.js';

/** The longest answer, in bytes: what Makapix's players have room for. */
export const LONGEST_ANSWER_BYTES = 128 * 1024;

/** An answer that says no (facts of the protocol, Requests). `more` stands in those of some types besides. */
export const problemText = (
  requestId: string,
  { code, message }: RequestProblem,
  more: object = {},
): string =>
  JSON.stringify({ request_id: requestId, success: false, ...more, error: message, error_code: code });

export const successText = (requestId: string, fields: object): string =>
  JSON.stringify({ request_id: requestId, success: true, ...fields });

export const isTooLong = (text: string): boolean => Buffer.byteLength(text) > LONGEST_ANSWER_BYTES;

/** A page whose posts are ready to be shown. */
type ShownPage = Omit<Page, 'posts'> & { posts: ShownPost[] };

/**
 * The answer with a page of posts. What does not fit is left to the next page, post by post; Makapix's server leaves
 * it out and goes on behind it.
 */
export function pageText(
  requestId: string,
  { posts, offset, total, seed }: ShownPage,
  places: Places,
  includeFields: readonly string[],
): string {
  const all = posts.map((shown) => postJson(shown, places, includeFields));
  // The rest is known but for the number of digits of the cursor, which the longest one stands for.
  const longest = textOf(requestId, [], cursorAt(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
  let bytes = Buffer.byteLength(longest);
  let count = 0;
  for (const one of all) {
    bytes += Buffer.byteLength(JSON.stringify(one)) + 1; // and the comma
    if (bytes > LONGEST_ANSWER_BYTES) break;
    count++;
  }
  if (count === 0 && all.length > 0)
    return problemText(
      requestId,
      requestProblem('internal_error', `Post ${posts[0]!.post.postId} does not fit into an answer`),
    );
  const end = offset + count;
  return textOf(requestId, all.slice(0, count), end < total ? cursorAt(end, seed) : null);
}

const textOf = (requestId: string, posts: object[], nextCursor: string | null): string =>
  successText(requestId, {
    posts,
    ...(nextCursor === null ? {} : { next_cursor: nextCursor }),
    has_more: nextCursor !== null,
  });
