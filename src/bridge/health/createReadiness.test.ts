import { describe, expect, it } from 'vitest';
import { createReadiness, type Check } from './createReadiness.js';
import { notReady } from './notReady.js';

function readinessOf(checks: Record<string, Check>, longestLookMs?: number) {
  const clock = { ms: 0 };
  const said: string[] = [];
  const readiness = createReadiness(checks, {
    monotonicMs: () => clock.ms,
    onFault: (sentence) => said.push(sentence),
    ...(longestLookMs === undefined ? {} : { longestLookMs }),
  });
  return { clock, said, readiness };
}

describe('readiness', () => {
  it('is when every part does its work', async () => {
    const { readiness } = readinessOf({
      database: { look: () => Promise.resolve(null), failure: 'database-away' },
      broker: { look: () => null, failure: 'broker-closed' },
    });
    expect(await readiness()).toEqual({ ready: true, checks: { database: null, broker: null } });
  });

  it('is also where a part has something to tell that stops nobody', async () => {
    const { readiness } = readinessOf({
      others: { look: () => 'library-differs', failure: 'library-differs', isNotice: true },
    });
    expect(await readiness()).toEqual({ ready: true, checks: { others: notReady('library-differs') } });
  });

  it('names each part that does not, and tells the log alone what was thrown, once', async () => {
    let reason = 'disk full at /srv/secret';
    const { readiness, said, clock } = readinessOf({
      database: { look: () => Promise.reject(new Error(reason)), failure: 'database-away' },
      library: { look: () => 'library-unread', failure: 'library-gone' },
      broker: { look: () => null, failure: 'broker-closed' },
    });
    const answer = await readiness();
    expect(answer).toEqual({
      ready: false,
      checks: { database: notReady('database-away'), library: notReady('library-unread'), broker: null },
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
    clock.ms += 10_000;
    await readiness();
    expect(said).toEqual(['Not ready: database fails: disk full at /srv/secret']);
    reason = 'another one';
    clock.ms += 10_000;
    await readiness();
    expect(said).toHaveLength(2);
  });

  it('looks once for all who ask within two seconds', async () => {
    let looks = 0;
    const { readiness, clock } = readinessOf({
      database: { look: () => (looks++, null), failure: 'database-away' },
    });
    await Promise.all([readiness(), readiness(), readiness()]);
    clock.ms += 1999;
    await readiness();
    expect(looks).toBe(1);
    clock.ms += 1;
    await readiness();
    expect(looks).toBe(2);
  });

  it('waits no longer than it should for a part that does not answer', async () => {
    const { readiness, said } = readinessOf(
      { database: { look: () => new Promise(() => undefined), failure: 'database-away' } },
      10,
    );
    expect(await readiness()).toEqual({ ready: false, checks: { database: notReady('no-answer') } });
    expect(said).toEqual(['Not ready: database does not answer within 10 ms.']);
  });
});
