import { describe, expect, it } from 'vitest';
import { ackText, parseAck, retryAfterMs } from './ack.js';

describe('an ack', () => {
  it.each([
    ['{"success": true}', { success: true }],
    [
      '{"success": false, "error": "Rate limited, retry after 5s", "error_code": "rate_limited"}',
      { success: false, code: 'rate_limited', message: 'Rate limited, retry after 5s' },
    ],
    ['{"success": false, "error_code": "new_one"}', { success: false, code: 'new_one', message: '' }],
  ])('is read from %s', (text, ack) => {
    expect(parseAck(text)).toEqual(ack);
  });

  it.each(['', 'null', '7', '[]', '{}', '{"success": "true"}', '{"success": false}', '{"success": true'])(
    'is not %s',
    (text) => {
      expect(parseAck(text)).toBeNull();
    },
  );

  it('is written as a server writes it', () => {
    expect(parseAck(ackText())).toEqual({ success: true });
    expect(JSON.parse(ackText('duplicate', 'Seen before'))).toEqual({
      success: false,
      error: 'Seen before',
      error_code: 'duplicate',
    });
  });
});

describe('the wait after a rate limit', () => {
  it.each([
    ['Rate limited, retry after 4.0s', 5000],
    ['Rate limited, retry after 3.9s', 4000],
    ['Rate limited, retry after 0.0s', 1000],
    ['Rate limited, retry after 5s', 6000],
    ['Rate limited, retry after 12 s', 13_000],
    ['rate limited; RETRY AFTER 0.5s', 1000],
    ['Too many', null],
    ['', null],
  ])('of "%s" is %s ms: rounded up, whatever it was rounded to', (message, waitMs) => {
    expect(retryAfterMs(message)).toBe(waitMs);
  });
});
