/** There is always another one. */
const MANY = 1_000_000;

/** What MSX says of a picture in a slideshow without an end, for `Reporter.handleData`. */
export const slideOf = (postId: number) => ({
  slider: {
    index: postId,
    listIndex: postId,
    listSize: MANY,
    url: 'a.png',
    properties: { 'makapix:post_id': postId },
  },
});
