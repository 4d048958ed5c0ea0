import { describe, expect, it } from 'vitest';
import { ackOf, decideView, paceTimeMs, type ViewFacts } from './decideView.js';

const NOW_MS = 1_700_000_000_000;
const good: ViewFacts = {
  topicKey: 'key',
  payloadKey: 'key',
  player: { owner: 'anna', ownerPermitted: true, lastViewAtMs: null },
  isDuplicate: false,
  post: { author: 'bert' },
};
const player = good.player!;
const codeOf = (facts: Partial<ViewFacts>): string => {
  const outcome = decideView({ ...good, ...facts }, NOW_MS);
  return outcome.kind === 'refused' ? outcome.code : outcome.kind;
};

describe('a view', () => {
  it('is recorded when nothing speaks against it', () => expect(codeOf({})).toBe('recorded'));

  // player-status.md, Error Codes
  it.each([
    ['names another player than its topic', { payloadKey: 'other' }, 'player_key_mismatch'],
    ['comes from an unknown player', { player: null }, 'player_not_registered'],
    ['comes from a player that nobody owns', { player: { ...player, owner: null } }, 'player_no_owner'],
    [
      'comes from a player whose owner may not sign in',
      { player: { ...player, ownerPermitted: false } },
      'owner_not_permitted',
    ],
    ['was recorded before', { isDuplicate: true }, 'duplicate'],
    [
      'comes within 5 s of the last one',
      { player: { ...player, lastViewAtMs: NOW_MS - 4999 } },
      'rate_limited',
    ],
    ['is of no post', { post: null }, 'post_not_found'],
    ["is of a work of the player's owner", { post: { author: 'anna' } }, 'own_post'],
  ] as const)('that %s is told so', (_what, facts, code) => expect(codeOf(facts)).toBe(code));

  it.each([
    ['5 s after the last one', NOW_MS - 5000],
    ['after the clock of the server was set back', NOW_MS + 60_000],
  ])('is recorded %s', (_what, lastViewAtMs) =>
    expect(codeOf({ player: { ...player, lastViewAtMs } })).toBe('recorded'),
  );

  it("of a post without an author is nobody's own", () =>
    expect(codeOf({ post: { author: null }, player: { ...player, owner: 'anna' } })).toBe('recorded'));

  it('with several faults is told the first in the order of the checks', () => {
    const faults: [string, Partial<ViewFacts>][] = [
      ['player_key_mismatch', { payloadKey: 'other' }],
      ['player_not_registered', { player: null }],
      ['player_no_owner', { player: { owner: null, ownerPermitted: false, lastViewAtMs: NOW_MS } }],
      ['owner_not_permitted', { player: { owner: 'anna', ownerPermitted: false, lastViewAtMs: NOW_MS } }],
      ['duplicate', { isDuplicate: true, player: { ...player, lastViewAtMs: NOW_MS } }],
      ['rate_limited', { player: { ...player, lastViewAtMs: NOW_MS } }],
      ['post_not_found', { post: null }],
    ];
    faults.forEach(([code], i) => {
      const facts = faults
        .slice(i)
        .reduceRight<Partial<ViewFacts>>((sum, [, fault]) => ({ ...sum, ...fault }), {});
      expect(codeOf(facts)).toBe(code);
    });
  });
});

describe('a view that a broker may have kept', () => {
  const DAY_MS = 86_400_000;
  it.each([
    ['when it was seen', null, NOW_MS - 9000, NOW_MS - 9000],
    ['when it was seen, later than the pace asks for', NOW_MS - 60_000, NOW_MS - 9000, NOW_MS - 9000],
    ['5 s after the last one, if it was seen sooner', NOW_MS - 10_000, NOW_MS - 9000, NOW_MS - 5000],
    ['5 s after the last one, if its time is unknown', NOW_MS - 10_000, null, NOW_MS - 5000],
    ['5 s after the last one, if its time is to come', NOW_MS - 10_000, NOW_MS + 1, NOW_MS - 5000],
    ['now, if neither is known', null, null, NOW_MS],
    ['now, if its time is long past and it is the first', null, NOW_MS - DAY_MS - 1, NOW_MS],
    ['a day ago at the soonest', NOW_MS - 9 * DAY_MS, null, NOW_MS - DAY_MS],
  ])('counts as come %s', (_what, lastViewAtMs, viewedAtMs, atMs) =>
    expect(paceTimeMs(lastViewAtMs, viewedAtMs, NOW_MS)).toBe(atMs),
  );
});

describe('the ack', () => {
  const ack = (facts: Partial<ViewFacts>): unknown =>
    JSON.parse(ackOf(decideView({ ...good, ...facts }, NOW_MS)));

  it("of a recorded view and of one's own post is success", () => {
    expect(ack({})).toEqual({ success: true });
    expect(ack({ post: { author: 'anna' } })).toEqual({ success: true });
  });

  it.each([
    [0, 5],
    [1, 5],
    [1000, 4],
    [4999, 1],
  ])('of a view %i ms after the last one says to come again after %i s', (sinceMs, seconds) =>
    expect(ack({ player: { ...player, lastViewAtMs: NOW_MS - sinceMs } })).toEqual({
      success: false,
      error: `Rate limited, retry after ${seconds}s`,
      error_code: 'rate_limited',
    }),
  );

  it('of a duplicate has the text of the protocol', () =>
    expect(ack({ isDuplicate: true })).toEqual({
      success: false,
      error: 'Duplicate view event (already recorded)',
      error_code: 'duplicate',
    }));
});
