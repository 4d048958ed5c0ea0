import { describe, expect, it } from 'vitest';
import type { Ack } from '../makapix/ack.js';
import {
  decideDelivery,
  newDelivery,
  nextDeliveryAtMs,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
} from './delivery.js';

const RULES: DeliveryRules = {
  intervalMs: 5000,
  ackTimeoutMs: 10_000,
  paceMarginMs: 250,
  rateLimitedMs: 5000,
  errorBackoffMs: 5000,
  blockedRetryMs: 300_000,
};

const ok: Ack = { success: true };
const error = (code: string, message = code): Ack => ({ success: false, code, message });

/** A sender with a queue of views `a`, `b`, `c`, …; the broker confirms at once unless told otherwise. */
function sender(
  options: {
    rules?: Partial<DeliveryRules> & { requestAck?: boolean };
    queue?: string[];
    readyAtMs?: number;
    confirms?: boolean;
  } = {},
) {
  const rules = { ...RULES, ...options.rules };
  let queue = (options.queue ?? ['a', 'b', 'c']).map((key) => ({ key, sentBefore: false }));
  let state = newDelivery(options.readyAtMs ?? 0, options.rules?.requestAck ?? true);
  let nowMs = 0;
  const log: string[] = [];
  const self = {
    confirms: options.confirms ?? true,
    log,
    state: () => state,
    queue: () => queue.map(({ key }) => key),
    head: (sentBefore = false) => {
      queue = queue.map((view, i) => (i === 0 ? { ...view, sentBefore } : view));
      tellHead();
    },
    tell: (event: DeliveryEvent) => {
      const [next, effects] = decideDelivery(state, event, nowMs, rules);
      state = next;
      effects.forEach(act);
    },
    ack: (ack: Ack) => self.tell({ type: 'ack', ack }),
    /** Lets time pass, ringing when the state wants it. */
    until: (atMs: number) => {
      for (let due = nextDeliveryAtMs(state, rules); due <= atMs; due = nextDeliveryAtMs(state, rules)) {
        nowMs = Math.max(nowMs, due);
        self.tell({ type: 'tick' });
      }
      nowMs = atMs;
    },
    online: () => {
      self.tell({ type: 'online', acksCanCome: true });
    },
  };
  function tellHead(): void {
    self.tell({ type: 'head', key: queue[0]?.key ?? null, sentBefore: queue[0]?.sentBefore ?? false });
  }
  function act({ type, message }: DeliveryEffect): void {
    const { key } = queue[0]!;
    const about = type === 'acks-missing' ? '' : type === 'blocked' ? ` ${message}` : ` ${key}`;
    log.push(`${nowMs} ${type}${about}`);
    if (type === 'send') {
      self.tell({ type: 'sent' });
      if (self.confirms) self.tell({ type: 'confirmed', key });
    } else if (type === 'done' || type === 'refused' || type === 'to-end') {
      const [first, ...rest] = queue;
      queue = type === 'to-end' && first ? [...rest, { key: `${first.key}'`, sentBefore: true }] : rest;
      tellHead();
    }
  }
  return self;
}

function started(options: Parameters<typeof sender>[0] = {}): ReturnType<typeof sender> {
  const made = sender(options);
  made.head();
  made.online();
  return made;
}

describe('sending', () => {
  it('waits for a connection', () => {
    const views = sender();
    views.head();
    views.until(100_000);
    expect(views.log).toEqual([]);
    views.online();
    expect(views.log).toEqual(['100000 send a']);
  });

  it('waits for a view', () => {
    const views = sender({ queue: [] });
    views.head();
    views.online();
    views.until(100_000);
    expect(views.log).toEqual([]);
  });

  it('goes on with the pace of an earlier page', () => {
    const views = started({ readyAtMs: 3000 });
    views.until(2999);
    expect(views.log).toEqual([]);
    views.until(3000);
    expect(views.log).toEqual(['3000 send a']);
  });

  it('keeps one view in flight until it is answered', () => {
    const views = started();
    views.until(9000);
    expect(views.log).toEqual(['0 send a']);
    views.ack(ok);
    expect(views.log).toEqual(['0 send a', '9000 done a', '9000 send b']);
  });

  it('keeps the pace with a margin, from send to send', () => {
    const views = started();
    views.until(100);
    views.ack(ok);
    views.until(5249);
    expect(views.log).toEqual(['0 send a', '100 done a']);
    views.until(5250);
    expect(views.log).toEqual(['0 send a', '100 done a', '5250 send b']);
  });

  it('counts the pace from when the broker had it, if that is later', () => {
    const views = started({ confirms: false });
    views.until(800);
    views.tell({ type: 'confirmed', key: 'a' });
    views.ack(ok);
    views.until(5799);
    expect(views.log).toEqual(['0 send a', '800 done a']);
    views.until(5800);
    expect(views.log[2]).toBe('5800 send b');
  });

  it('waits as long as it is told that it cannot be sent', () => {
    const views = started();
    views.ack(ok);
    let state = views.state();
    let effects: DeliveryEffect[];
    [state, effects] = decideDelivery(state, { type: 'tick' }, 6000, RULES);
    expect(effects).toEqual([{ type: 'send', message: '' }]);
    expect(state.key).toBe('b');
    [state, effects] = decideDelivery(state, { type: 'not-sent', untilMs: 50_000 }, 6001, RULES);
    expect(effects).toEqual([]);
    expect(nextDeliveryAtMs(state, RULES)).toBe(50_000);
  });
});

describe('without acks (views.requestAck false)', () => {
  it('is done when the broker has it', () => {
    const views = started({ rules: { requestAck: false } });
    expect(views.log).toEqual(['0 send a', '0 done a']);
    views.until(5250);
    expect(views.log.slice(2)).toEqual(['5250 send b', '5250 done b']);
  });

  it('is not done before', () => {
    const views = started({ rules: { requestAck: false }, confirms: false });
    views.until(60_000);
    expect(views.log).toEqual(['0 send a']);
    expect(views.queue()).toEqual(['a', 'b', 'c']);
  });

  it('takes no notice of acks', () => {
    const views = started({ rules: { requestAck: false }, confirms: false });
    views.ack(ok);
    views.ack(error('post_not_found'));
    expect(views.log).toEqual(['0 send a']);
  });
});

describe('an answer', () => {
  it('success means done', () => {
    const views = started();
    views.ack(ok);
    expect(views.log).toEqual(['0 send a', '0 done a']);
  });

  it('duplicate means done, when it was sent before', () => {
    const views = started();
    views.until(10_000);
    views.ack(error('duplicate'));
    expect(views.log).toEqual(['0 send a', '10000 send a', '10000 done a']);
    const reloaded = sender();
    reloaded.head(true);
    reloaded.online();
    reloaded.ack(error('duplicate'));
    expect(reloaded.log).toEqual(['0 send a', '0 done a']);
  });

  it('rate_limited means again, after as long as it says, and a margin', () => {
    const views = started();
    views.ack(error('rate_limited', 'Rate limited, retry after 9s'));
    views.until(9249);
    expect(views.log).toEqual(['0 send a']);
    views.until(9250);
    expect(views.log).toEqual(['0 send a', '9250 send a']);
  });

  it('rate_limited without a number means again after five seconds', () => {
    const views = started();
    views.until(1000);
    views.ack(error('rate_limited', 'Slow down'));
    views.until(6249);
    expect(views.log).toEqual(['0 send a']);
    views.until(6250);
    expect(views.log).toEqual(['0 send a', '6250 send a']);
  });

  it('rate_limited is tried for as long as it takes', () => {
    const views = started();
    for (let i = 1; i <= 50; i++) {
      views.ack(error('rate_limited'));
      views.until(i * 6000);
    }
    expect(views.queue()[0]).toBe('a');
    expect(views.log).toHaveLength(51);
  });

  it('post_not_found means that it goes', () => {
    const views = started();
    views.ack(error('post_not_found'));
    expect(views.log).toEqual(['0 send a', '0 refused a']);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it.each(['processing_error', 'unheard_of'])(
    '%s means again with backoff, five times, then the others first',
    (code) => {
      const views = started();
      const sends: number[] = [];
      for (let i = 0; i < 6; i++) {
        sends.push(Number(/^(\d+) send a$/.exec(views.log[views.log.length - 1] ?? '')?.[1]));
        views.ack(error(code));
        if (i < 5) views.until(nextDeliveryAtMs(views.state(), RULES));
      }
      expect(sends).toEqual([0, 5250, 15_250, 35_250, 75_250, 155_250]);
      expect(views.queue()).toEqual(['b', 'c', "a'"]);
    },
  );

  it.each(['player_key_mismatch', 'player_not_registered', 'player_no_owner', 'owner_not_permitted'])(
    '%s keeps everything, says so once, and tries again every five minutes',
    (code) => {
      const views = started();
      views.ack(error(code, 'Sorry'));
      expect(views.state().blocked).toEqual({ code, message: 'Sorry' });
      views.until(299_999);
      expect(views.log).toEqual(['0 send a', `0 blocked Sorry (${code})`]);
      views.until(300_000);
      expect(views.log.slice(2)).toEqual(['300000 send a']);
      views.ack(error(code, 'Sorry'));
      views.until(600_000);
      expect(views.log.slice(3)).toEqual(['600000 send a']);
      expect(views.queue()).toEqual(['a', 'b', 'c']);
      views.ack(ok);
      expect(views.state().blocked).toBeNull();
      expect(views.log.slice(4)).toEqual(['600000 done a']);
    },
  );
});

describe('no answer', () => {
  it('in ten seconds means again', () => {
    const views = started();
    views.until(9999);
    expect(views.log).toEqual(['0 send a']);
    views.until(10_000);
    expect(views.log).toEqual(['0 send a', '10000 send a']);
  });

  it('is not counted while the broker has not confirmed: the connection is on watch for that', () => {
    const views = started({ confirms: false });
    views.until(60_000);
    expect(views.log).toEqual(['0 send a']);
    views.tell({ type: 'offline' });
    views.confirms = true;
    views.online();
    expect(views.log).toEqual(['0 send a', '60000 send a']);
  });

  it('three times in a row means that PUBACK has to do, said once', () => {
    const views = started();
    views.until(30_000);
    expect(views.log).toEqual([
      '0 send a',
      '10000 send a',
      '20000 send a',
      '30000 acks-missing',
      '30000 done a',
      '30000 send b',
      '30000 done b',
    ]);
    views.until(40_000);
    expect(views.log.slice(7)).toEqual(['35250 send c', '35250 done c']);
    expect(views.state().acks).toBe('silent');
  });

  it('three times, but not in a row, means nothing', () => {
    const views = started();
    views.until(25_000);
    views.tell({ type: 'offline' });
    views.online();
    views.until(44_000);
    expect(views.queue()[0]).toBe('a');
    expect(views.log.filter((line) => line.includes('missing'))).toEqual([]);
  });

  it('is over when an answer comes: from the next view on answers count again', () => {
    const views = started({ queue: ['a', 'b', 'c', 'd'] });
    views.until(31_000);
    views.ack(error('post_not_found'));
    expect(views.state().acks).toBe('answered');
    views.until(36_000);
    expect(views.log[views.log.length - 1]).toBe('35250 send c');
    views.ack(ok);
    expect(views.log[views.log.length - 1]).toBe('36000 done c');
  });

  it('is what a broker that does not let us read them means', () => {
    const views = sender();
    views.head();
    views.tell({ type: 'online', acksCanCome: false });
    expect(views.log).toEqual(['0 send a', '0 done a']);
  });
});

describe('an ack that is out of place', () => {
  it('with nothing in flight changes nothing', () => {
    const views = started({ queue: [] });
    views.ack(ok);
    views.ack(error('player_no_owner'));
    expect(views.log).toEqual([]);
    expect(views.state().blocked).toBeNull();
  });

  it('before the view was ever sent changes nothing', () => {
    const views = sender();
    views.head();
    views.ack(ok);
    expect(views.log).toEqual([]);
    expect(views.queue()).toHaveLength(3);
  });

  it('twice for one view counts once', () => {
    const views = started();
    views.ack(ok);
    views.ack(ok);
    expect(views.log).toEqual(['0 send a', '0 done a']);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('late, for a view that waits to be sent again, is taken', () => {
    const views = started();
    views.ack(error('processing_error'));
    views.until(3000);
    views.ack(ok);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('that comes twice for one view is not taken for the next one', () => {
    const views = started();
    views.ack(ok);
    views.until(5250); // b
    views.ack(error('duplicate')); // a was delivered twice
    expect(views.queue()).toEqual(['b', 'c']);
    views.ack(ok);
    expect(views.queue()).toEqual(['c']);
  });

  it('that refuses one view twice does not refuse the next one', () => {
    const views = started();
    views.ack(error('post_not_found'));
    views.until(5250); // b
    views.ack(error('post_not_found')); // a was delivered twice
    expect(views.queue()).toEqual(['b', 'c']);
    views.until(15_250); // b again
    views.ack(error('post_not_found'));
    expect(views.queue()).toEqual(['c']);
    views.until(30_000); // c
    views.ack(error('post_not_found'));
    expect(views.queue()).toEqual([]);
  });

  it('of an earlier send is not taken for an answer to the next view', () => {
    const views = started();
    views.until(10_000); // a again
    views.ack(ok); // late, for the first
    views.until(15_250); // b
    expect(views.log[views.log.length - 1]).toBe('15250 send b');
    views.ack(error('duplicate')); // for the second of a
    expect(views.queue()).toEqual(['b', 'c']);
    views.ack(error('post_not_found'));
    expect(views.queue()).toEqual(['c']);
  });

  it('of an earlier connection is not taken for an answer to the next view', () => {
    const views = started();
    views.tell({ type: 'offline' });
    views.until(1000);
    views.online();
    views.until(5250); // a again
    views.ack(ok);
    views.until(10_500); // b
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('while the next view waits for its turn, changes nothing, though that was sent in an earlier round', () => {
    const views = started({ queue: ['a', 'b'] });
    views.ack(ok);
    views.head(true); // b
    views.until(1000);
    views.ack(error('duplicate'));
    views.until(5250);
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b']);
  });

  it('after a reload is for the view that was in flight before it, once it is sent again', () => {
    const early = sender();
    early.head(true);
    early.ack(ok);
    expect(early.queue()).toEqual(['a', 'b', 'c']);
    const views = sender();
    views.head(true);
    views.online();
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b', 'c']);
    views.until(5250); // b
    views.ack(error('duplicate')); // the other answer to a
    expect(views.queue()).toEqual(['b', 'c']);
  });
});

describe('a confirmation', () => {
  it('for another view than the one in flight changes nothing', () => {
    const views = started({ rules: { requestAck: false }, confirms: false });
    views.tell({ type: 'confirmed', key: 'z' });
    expect(views.queue()).toHaveLength(3);
  });

  it('twice changes nothing', () => {
    const views = started();
    views.until(4000);
    views.tell({ type: 'confirmed', key: 'a' });
    views.ack(ok);
    views.until(5250);
    expect(views.log[2]).toBe('5250 send b');
  });
});

describe('a lost connection', () => {
  it('has the view in flight sent again, at the pace', () => {
    const views = started();
    views.until(1000);
    views.tell({ type: 'offline' });
    views.online();
    views.until(5249);
    expect(views.log).toEqual(['0 send a']);
    views.until(5250);
    expect(views.log).toEqual(['0 send a', '5250 send a']);
  });
});
