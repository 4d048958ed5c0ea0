import { describe, expect, it } from 'vitest';
import type { Ack } from '../makapix/ack.js';
import type { QueuedView } from './createHead.js';
import { decideDelivery, nextDeliveryAtMs } from './decideDelivery.js';
import {
  isAsked,
  isOut,
  newDelivery,
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryRules,
} from './deliveryState.js';

const RULES: DeliveryRules = {
  intervalMs: 5000,
  ackTimeoutMs: 10_000,
  silenceMaxMs: 300_000,
  paceMarginMs: 250,
  rateLimitedMs: 5000,
  errorBackoffMs: 5000,
  blockedRetryMs: 300_000,
};

const ok: Ack = { success: true };
const error = (code: string, message = code): Ack => ({ success: false, code, message });

interface View {
  key: string;
  /** As its record has it: sent, and nobody knows what became of it. */
  isOpen: boolean;
  isOld: boolean;
}

/** As the outbox gives it; one in capitals has the intent `artwork`. */
const queued = ({ key, isOpen, isOld }: View): QueuedView => ({
  key,
  isOld,
  view: {
    facts: {
      postId: 1,
      intent: /[A-Z]/.test(key) ? 'artwork' : 'channel',
      playOrder: 0,
      channel: 'all',
      userSqid: null,
      hashtag: null,
    },
    shownAtMs: 0,
    page: 'p',
    placeMs: 0,
    rounds: key.split("'").length - 1,
    ...(isOpen ? { timestamp: 't' } : {}),
  },
});

interface Options {
  rules?: Partial<DeliveryRules>;
  /** Views; one in capitals has the intent `artwork`. */
  queue?: string[];
  /** Views that an earlier page has sent, and that were never answered. */
  unanswered?: string[];
  requestAck?: boolean;
  hasAnswered?: boolean;
  readyAtMs?: number;
  confirms?: boolean;
  acksCanCome?: boolean;
}

/** A sender with a queue; the server has answered before and the broker confirms at once unless told otherwise. */
function sender(options: Options = {}) {
  const rules = { ...RULES, ...options.rules };
  const waiting = (key: string): View => ({ key, isOpen: false, isOld: false });
  let queue = (options.queue ?? ['a', 'b', 'c']).map(waiting);
  /** The oldest first. */
  let unanswered = (options.unanswered ?? []).map((key): View => ({ key, isOpen: true, isOld: true }));
  let state = newDelivery(options.requestAck ?? true);
  let nowMs = 0;
  const log: string[] = [];
  const head = (): View | undefined => queue[0] ?? unanswered[0];
  const self = {
    confirms: options.confirms ?? true,
    log,
    state: () => state,
    queue: () => queue.map(({ key }) => key),
    unanswered: () => unanswered.map(({ key }) => key),
    /** The head was sent by an earlier page, with its present timestamp. */
    wasSent: () => {
      queue[0]!.isOpen = true;
    },
    tell: (event: DeliveryEvent) => {
      const [next, effects] = decideDelivery(state, event, nowMs, rules);
      state = next;
      effects.forEach(act);
    },
    ack: (...acks: Ack[]) => acks.forEach((ack) => self.tell({ type: 'ack', ack })),
    /** Lets time pass, ringing when the state wants it. */
    until: (atMs: number) => {
      for (let due = nextDeliveryAtMs(state, rules); due <= atMs; due = nextDeliveryAtMs(state, rules)) {
        nowMs = Math.max(nowMs, due);
        self.tell({ type: 'tick' });
      }
      nowMs = atMs;
    },
    online: () => self.tell({ type: 'online', acksCanCome: options.acksCanCome ?? true }),
    reconnect: () => {
      self.tell({ type: 'offline' });
      self.online();
    },
    /** The view at the head is dropped for want of room. */
    drop: () => {
      queue.shift();
      self.tellHead();
    },
    add: (key: string) => {
      queue.push(waiting(key));
      self.tellHead();
    },
    tellHead: () => {
      const view = head();
      self.tell({ type: 'head', head: view ? queued(view) : null });
    },
  };
  function act(effect: DeliveryEffect): void {
    const { type } = effect;
    const about = 'head' in effect ? ` ${effect.head.key}` : type === 'blocked' ? ` ${effect.message}` : '';
    log.push(`${nowMs} ${type}${about}`);
    const view = head();
    if (type === 'answered') {
      queue = unanswered.concat(queue).map((one) => ({ ...one, isOld: false }));
      unanswered = [];
      self.tellHead();
      return;
    }
    if (!('head' in effect) || view?.key !== effect.head.key) return;
    const { key } = effect.head;
    if (type === 'send') {
      self.tell({ type: 'sent' });
      view.isOpen = true;
      if (self.confirms) self.tell({ type: 'confirmed', key });
    } else if (type === 'renew') view.isOpen = false;
    else {
      const from = view.isOld ? unanswered : queue;
      from.shift();
      if (type === 'to-end') queue.push(waiting(`${key}'`));
      if (type === 'unanswered') unanswered.push({ ...view, isOld: true });
      self.tellHead();
    }
  }
  self.tell({
    type: 'ready',
    atMs: options.readyAtMs ?? 0,
    hasAnswered: options.hasAnswered ?? true,
  });
  return self;
}

function started(options: Options = {}): ReturnType<typeof sender> {
  const made = sender(options);
  made.tellHead();
  made.online();
  return made;
}

/** The first view was sent, and the connection ended; another page, or this one, is connected again. */
function resent(options: Options = {}): ReturnType<typeof sender> {
  const views = started(options);
  views.until(1000);
  views.reconnect();
  views.until(5250);
  return views;
}

describe('sending', () => {
  it('waits for a connection', () => {
    const views = sender();
    views.tellHead();
    views.until(100_000);
    expect(views.log).toEqual([]);
    views.online();
    expect(views.log).toEqual(['100000 send a']);
  });

  it('waits until the storage could be read', () => {
    const [state, effects] = [newDelivery(true), [] as DeliveryEffect[]];
    const [connected, first] = decideDelivery(state, { type: 'online', acksCanCome: true }, 0, RULES);
    const [, second] = decideDelivery(
      connected,
      { type: 'head', head: queued({ key: 'a', isOpen: false, isOld: false }) },
      0,
      RULES,
    );
    expect(effects.concat(first, second)).toEqual([]);
  });

  it('waits for a view', () => {
    const views = started({ queue: [] });
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
    views.until(14_000);
    expect(views.log).toEqual(['0 send a', '9000 sent a', '14000 send b']);
  });

  it('keeps the pace with a margin, from send to send', () => {
    const views = started();
    views.until(100);
    views.ack(ok);
    views.until(5249);
    expect(views.log).toEqual(['0 send a', '100 sent a']);
    views.until(5250);
    expect(views.log).toEqual(['0 send a', '100 sent a', '5250 send b']);
  });

  it('counts the pace from the ack, if that is later', () => {
    const views = started();
    views.until(1300);
    views.ack(ok);
    views.until(6299);
    expect(views.log).toEqual(['0 send a', '1300 sent a']);
    views.until(6300);
    expect(views.log[2]).toBe('6300 send b');
  });

  it.each([
    ['a refused post', error('post_not_found')],
    ['a server that fails', error('processing_error')],
    ['what was counted before', error('duplicate')],
  ])('counts the pace from the ack of %s as well: it has taken the slot', (_, ack) => {
    const views = started({ queue: ['A'], rules: { errorBackoffMs: 10 } });
    views.ack(ok);
    views.add('B');
    views.until(5250 + 900);
    views.ack(ack);
    views.add('c');
    views.until(5250 + 900 + 4999);
    expect(views.log.filter((line) => line.includes('send'))).toEqual(['0 send A', '5250 send B']);
    views.until(5250 + 900 + 5000);
    expect(views.log.filter((line) => line.includes('send'))).toHaveLength(3);
  });

  it('counts the pace from when the broker had it, if nothing later is known', () => {
    const views = started({ confirms: false, requestAck: false });
    views.until(800);
    views.tell({ type: 'confirmed', key: 'a' });
    views.until(5799);
    expect(views.log).toEqual(['0 send a', '800 sent a']);
    views.until(5800);
    expect(views.log[2]).toBe('5800 send b');
  });

  it('waits as long as it is told that it cannot be sent', () => {
    const views = started();
    views.ack(ok);
    let state = views.state();
    let effects: DeliveryEffect[];
    [state, effects] = decideDelivery(state, { type: 'tick' }, 6000, RULES);
    expect(effects).toMatchObject([{ type: 'send', head: { key: 'b' } }]);
    expect([isAsked(state, 'b'), isOut(state)]).toEqual([true, false]);
    [state, effects] = decideDelivery(state, { type: 'not-sent', untilMs: 50_000 }, 6001, RULES);
    expect(effects).toEqual([]);
    expect(nextDeliveryAtMs(state, RULES)).toBe(50_000);
  });
});

describe('without acks (views.requestAck false)', () => {
  it('is done when the broker has it', () => {
    const views = started({ requestAck: false });
    expect(views.log).toEqual(['0 send a', '0 sent a']);
    views.until(5250);
    expect(views.log.slice(2)).toEqual(['5250 send b', '5250 sent b']);
  });

  it('is not done before', () => {
    const views = started({ requestAck: false, confirms: false });
    views.until(60_000);
    expect(views.log).toEqual(['0 send a']);
    expect(views.queue()).toEqual(['a', 'b', 'c']);
  });

  it('takes no notice of acks', () => {
    const views = started({ requestAck: false, confirms: false });
    views.ack(ok, error('post_not_found'));
    expect(views.log).toEqual(['0 send a']);
    expect(views.state().acks).toBe('off');
  });
});

describe('an answer', () => {
  it('success means done', () => {
    const views = started();
    views.ack(ok);
    expect(views.log).toEqual(['0 send a', '0 sent a']);
  });

  it('rate_limited means again with a later timestamp, after as long as it says', () => {
    const views = started();
    views.ack(error('rate_limited', 'Rate limited, retry after 8.0s'));
    views.until(8999);
    expect(views.log).toEqual(['0 send a', '0 renew a']);
    views.until(9000);
    expect(views.log).toEqual(['0 send a', '0 renew a', '9000 send a']);
  });

  it('rate_limited may be sooner than the pace: it has taken no slot', () => {
    const views = started();
    views.until(300);
    views.ack(error('rate_limited', 'Rate limited, retry after 0.0s'));
    views.until(1300);
    expect(views.log).toEqual(['0 send a', '300 renew a', '1300 send a']);
  });

  it('rate_limited without a number means again after five seconds', () => {
    const views = started();
    views.until(1000);
    views.ack(error('rate_limited', 'Slow down'));
    views.until(5999);
    expect(views.log).toEqual(['0 send a', '1000 renew a']);
    views.until(6000);
    expect(views.log).toEqual(['0 send a', '1000 renew a', '6000 send a']);
  });

  it('rate_limited is tried for as long as it takes', () => {
    const views = started();
    for (let i = 1; i <= 50; i++) {
      views.ack(error('rate_limited'));
      views.until(i * 6000);
    }
    expect(views.queue()[0]).toBe('a');
    expect(views.log.filter((line) => line.endsWith('send a'))).toHaveLength(51);
  });

  it('post_not_found means that it goes', () => {
    const views = started();
    views.ack(error('post_not_found', 'No such post'));
    expect(views.log).toEqual(['0 send a', '0 refused a']);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it.each(['processing_error', 'unheard_of'])(
    '%s means again with backoff and later timestamps, five times, then the others first',
    (code) => {
      const views = started();
      const sends: number[] = [];
      for (let i = 0; i < 6; i++) {
        sends.push(Number(/^(\d+) send a$/.exec(views.log[views.log.length - 1] ?? '')?.[1]));
        views.ack(error(code));
        if (i < 5) {
          expect(views.log[views.log.length - 1]).toMatch(/renew a$/);
          views.until(nextDeliveryAtMs(views.state(), RULES));
        }
      }
      expect(sends).toEqual([0, 5250, 15_250, 35_250, 75_250, 155_250]);
      expect(views.queue()).toEqual(['b', 'c', "a'"]);
    },
  );

  it.each(['player_key_mismatch', 'player_not_registered', 'player_no_owner', 'owner_not_permitted'])(
    '%s keeps everything, says so once, and tries the same again every five minutes: it is not remembered',
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
      expect(views.log.slice(4)).toEqual(['600000 sent a']);
    },
  );
});

describe('duplicate', () => {
  it('means done where an earlier send of this timestamp has an unknown outcome', () => {
    const views = started();
    views.until(10_000); // a again, nobody answered
    views.ack(error('duplicate'));
    expect(views.log).toEqual(['0 send a', '10000 send a', '10000 sent a']);
  });

  it('means done after a reconnect between send and answer', () => {
    const views = resent();
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('means done after a reload between send and answer', () => {
    const views = sender();
    views.wasSent();
    views.tellHead();
    views.online();
    views.ack(error('duplicate'));
    expect(views.log).toEqual(['0 send a', '0 sent a']);
  });

  it.each(['rate_limited', 'processing_error', 'unheard_of'])(
    'means nothing after %s: the server has remembered the timestamp and recorded nothing',
    (code) => {
      const views = started();
      views.ack(error(code));
      views.ack(error('duplicate')); // delivered twice
      views.until(10_000);
      expect(views.log).toEqual(['0 send a', '0 renew a', `${code === 'rate_limited' ? 5000 : 5250} send a`]);
      views.ack(error('duplicate'));
      expect(views.queue()).toEqual(['a', 'b', 'c']);
    },
  );

  it('means done again when nobody answered the later timestamp', () => {
    const views = started();
    views.ack(error('rate_limited'));
    views.until(15_000); // again, and no answer
    expect(views.log.slice(2)).toEqual(['5000 send a', '15000 send a']);
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('means nothing after a blocked player: that was no unknown outcome', () => {
    const views = started();
    views.ack(error('player_no_owner'));
    views.until(300_000);
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['a', 'b', 'c']);
  });

  it('to a first send is an echo of an earlier view: it waits, and is sent again when nobody answers', () => {
    const views = started();
    views.ack(ok);
    views.until(5250); // b
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b', 'c']);
    views.until(15_250);
    expect(views.log.slice(2)).toEqual(['5250 send b', '15250 send b']);
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['c']);
  });

  describe('to the first send of an artwork, which counts once a day,', () => {
    it('means done where the view before was answered as often as it was sent; the next one keeps the pace', () => {
      const views = started({ queue: ['a', 'B', 'c'] });
      views.ack(ok);
      views.until(5250);
      views.ack(error('duplicate'));
      views.until(10_500);
      expect(views.log).toEqual(['0 send a', '0 sent a', '5250 send B', '5250 sent B', '10500 send c']);
    });

    it('means done where the send before failed and is answered as well', () => {
      const views = started({ queue: ['A', 'b'] });
      views.ack(error('processing_error'));
      views.until(5250);
      views.ack(error('duplicate'));
      expect(views.queue()).toEqual(['b']);
    });

    it('means done for one after the other', () => {
      const views = started({ queue: ['a', 'B', 'C', 'D'] });
      views.ack(ok);
      for (const atMs of [5250, 10_500, 15_750]) {
        views.until(atMs);
        views.ack(error('duplicate'));
      }
      expect(views.queue()).toEqual([]);
    });

    it.each<[string, Options, (views: ReturnType<typeof sender>) => void]>([
      [
        'the view before was sent more often than it was answered',
        {},
        (views) => {
          views.until(10_000);
          views.ack(ok);
        },
      ],
      [
        'the view before was answered on an earlier connection',
        {},
        (views) => {
          views.ack(ok);
          views.reconnect();
        },
      ],
      [
        'the view before was sent on an earlier connection',
        {},
        (views) => {
          views.reconnect();
          views.ack(ok);
        },
      ],
      ['the view before was dropped without an answer', {}, (views) => views.drop()],
      ['there is no view before', { queue: ['B', 'c'] }, () => undefined],
    ])('means nothing where %s, until it has been sent again', (_, options, before) => {
      const views = started({ queue: ['a', 'B', 'c'], ...options });
      before(views);
      while (!views.log[views.log.length - 1]!.endsWith('send B'))
        views.until(nextDeliveryAtMs(views.state(), RULES));
      views.ack(error('duplicate'));
      expect(views.state().head?.key).toBe('B');
      views.until(40_000);
      views.ack(error('duplicate'));
      expect(views.queue()).toEqual(['c']);
    });
  });
});

describe('no answer', () => {
  it('means the same again after 10, 20, 40 … 300 s, for as long as it takes', () => {
    const views = started();
    views.until(2_000_000);
    const sends = views.log.filter((line) => line.endsWith('send a')).map((line) => parseInt(line) / 1000);
    const waits = sends.slice(1).map((atS, i) => atS - sends[i]!);
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300, 300, 300]);
    expect(views.queue()).toEqual(['a', 'b', 'c']);
    views.ack(ok);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('is said once, after three times, and again when there was an answer in between', () => {
    const views = started();
    views.until(69_999);
    const said = () => views.log.filter((line) => line.includes('acks-missing'));
    expect(said()).toEqual([]);
    views.until(1_000_000);
    expect(said()).toEqual(['70000 acks-missing']);
    views.ack(ok);
    views.until(1_100_000);
    expect(said()).toHaveLength(2);
  });

  it('after three times has the connection made anew, once, which may have lost its subscription', () => {
    const views = started();
    const anew = () => views.log.filter((line) => line.includes('connect-anew'));
    views.until(69_999);
    expect(anew()).toEqual([]);
    views.until(70_000);
    views.reconnect();
    views.until(1_000_000);
    expect(anew()).toEqual(['70000 connect-anew']);
    views.ack(ok);
    views.until(1_100_000);
    expect(anew()).toHaveLength(2);
  });

  it('begins to count anew with a later timestamp, another view and another connection', () => {
    const views = started();
    views.until(30_000); // the third send
    views.ack(error('rate_limited', 'Rate limited, retry after 0.0s'));
    views.until(41_000);
    expect(views.log.slice(3)).toEqual(['30000 renew a', '31000 send a', '41000 send a']);
    views.ack(ok);
    views.until(56_250);
    expect(views.log.slice(7)).toEqual(['46250 send b', '56250 send b']);
    views.until(60_000);
    views.reconnect();
    views.until(71_500);
    expect(views.log.slice(9)).toEqual(['61500 send b', '71500 send b']);
  });

  it('is not counted while the broker has not confirmed: the connection is on watch for that', () => {
    const views = started({ confirms: false });
    views.until(60_000);
    expect(views.log).toEqual(['0 send a']);
    views.confirms = true;
    views.reconnect();
    expect(views.log).toEqual(['0 send a', '60000 send a']);
  });
});

describe('a broker that does not let the TV read its acks', () => {
  it('is taken for one without a server where none has ever answered: PUBACK has to do', () => {
    const views = started({ hasAnswered: false, acksCanCome: false });
    expect(views.log).toEqual(['0 send a', '0 sent a']);
    expect(views.unanswered()).toEqual([]);
  });

  it('is waited for where a server has: what is sent would be recorded again and again', () => {
    const views = started({ acksCanCome: false });
    views.until(1_000_000);
    expect(views.log).toEqual([]);
    views.tell({ type: 'offline' });
    views.tell({ type: 'online', acksCanCome: true });
    expect(views.log).toEqual(['1000000 send a']);
  });
});

describe('a broker at which nobody has ever answered', () => {
  it('gets the views at the pace; they stay as unanswered, and that is said once', () => {
    const views = started({ hasAnswered: false });
    views.until(15_750);
    expect(views.log).toEqual([
      '0 send a',
      '5250 acks-missing',
      '5250 unanswered a',
      '5250 send b',
      '10500 unanswered b',
      '10500 send c',
      '15750 unanswered c',
    ]);
    expect(views.unanswered()).toEqual(['a', 'b', 'c']);
    expect(views.state().acks).toBe('silent');
  });

  it('has none leave before it was confirmed', () => {
    const views = started({ hasAnswered: false, confirms: false });
    views.until(60_000);
    expect(views.log).toEqual(['0 send a']);
    views.confirms = true;
    views.reconnect();
    views.until(65_250);
    expect(views.log.slice(1)).toEqual([
      '60000 send a',
      '65250 acks-missing',
      '65250 unanswered a',
      '65250 send b',
    ]);
  });

  it('that answers the very first view is a server like any other', () => {
    const views = started({ hasAnswered: false });
    views.until(100);
    views.ack(ok);
    expect(views.log).toEqual(['0 send a', '100 sent a', '100 answered']);
    expect(views.state().acks).toBe('answered');
    views.until(100_000);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('gets the oldest again after 30, 60, 120 … 300 s, for an hour, when nothing new is to be sent', () => {
    const views = started({ hasAnswered: false, queue: ['a', 'b'] });
    views.until(20_000_000);
    const sends = views.log
      .filter((line) => line.includes(' send '))
      .map((line) => [parseInt(line) / 1000, line.slice(-1)] as const);
    expect(sends.slice(0, 2)).toEqual([
      [0, 'a'],
      [5.25, 'b'],
    ]);
    const again = sends.slice(2);
    expect(again.every(([, key]) => key === 'a')).toBe(true);
    const waits = sends.slice(2).map(([atS], i) => atS - sends[i + 1]![0]);
    expect(waits).toEqual([30, 60, 120, 240, ...Array<number>(10).fill(300)]);
    expect(again[again.length - 1]![0]).toBeLessThanOrEqual(3600);
  });

  it('gets the oldest again at each reconnect, and then as before', () => {
    const views = started({ hasAnswered: false, queue: ['a', 'b'] });
    views.until(10_000_000);
    const before = views.log.length;
    views.reconnect();
    views.until(10_100_000);
    expect(views.log.slice(before)).toEqual(['10000000 send a', '10030000 send a', '10090000 send a']);
  });

  it('gets the oldest again at once when the page was loaded anew', () => {
    const views = started({ hasAnswered: false, unanswered: ['a', 'b'], queue: [] });
    views.until(30_000);
    expect(views.log).toEqual(['0 send a', '30000 send a']);
  });

  it('gets what is new before what is old', () => {
    const views = started({ hasAnswered: false, unanswered: ['a', 'b'], queue: [] });
    views.until(10_000);
    views.add('c');
    expect(views.log).toEqual(['0 send a', '10000 send c']);
    views.until(45_250);
    expect(views.log.slice(2)).toEqual(['15250 acks-missing', '15250 unanswered c', '40000 send a']);
    expect(views.unanswered()).toEqual(['a', 'b', 'c']);
  });

  it('that answers at last gets everything again, in order', () => {
    const views = started({ hasAnswered: false, unanswered: ['a', 'b'], queue: ['c', 'd'] });
    views.ack(ok); // c
    expect(views.log).toEqual(['0 send c', '0 sent c', '0 answered']);
    expect(views.queue()).toEqual(['a', 'b', 'd']);
    views.until(5250);
    views.ack(error('duplicate'));
    views.until(10_500);
    views.ack(ok);
    views.until(15_750);
    views.ack(ok);
    expect(views.log.slice(3)).toEqual([
      '5250 send a',
      '5250 sent a',
      '10500 send b',
      '10500 sent b',
      '15750 send d',
      '15750 sent d',
    ]);
  });

  it('that has kept views for a server answers the first of them first: no answer is taken for that to another', () => {
    const views = started({ hasAnswered: false, queue: ['a', 'b'] });
    views.until(6000);
    views.ack(ok, error('rate_limited'));
    expect(views.log.slice(3)).toEqual(['5250 send b', '6000 answered']);
    expect(views.queue()).toEqual(['a', 'b']);
    // What the sender does as long as late answers may come.
    views.tell({ type: 'not-sent', untilMs: 16_000 });
    views.until(16_000);
    views.ack(error('duplicate'));
    views.until(21_250);
    views.ack(ok);
    expect(views.log.slice(5)).toEqual(['16000 send a', '16000 sent a', '21250 send b', '21250 sent b']);
  });

  it('that answers the one that was sent again has it', () => {
    const views = started({ hasAnswered: false, unanswered: ['a', 'b'], queue: [] });
    views.until(200);
    views.ack(error('duplicate'));
    expect(views.log).toEqual(['0 send a', '200 sent a', '200 answered']);
    expect(views.queue()).toEqual(['b']);
  });

  it('that answers when nothing was sent on this page is heard, and what it says is not taken for anything', () => {
    const views = sender({ hasAnswered: false, unanswered: ['a'], queue: [], readyAtMs: 5000 });
    views.tellHead();
    views.online();
    views.ack(ok);
    expect(views.log).toEqual(['0 answered']);
    expect(views.queue()).toEqual(['a']);
  });

  it('that fails on the first view it answers gets that with a later timestamp', () => {
    const views = started({ hasAnswered: false, unanswered: ['a'], queue: ['b'] });
    views.ack(error('processing_error'));
    expect(views.log).toEqual(['0 send b', '0 renew b', '0 answered']);
    expect(views.queue()).toEqual(['a', 'b']);
  });
});

describe('an ack that is out of place', () => {
  it('with nothing in flight changes nothing', () => {
    const views = started({ queue: [] });
    views.ack(ok, error('player_no_owner'));
    expect(views.log).toEqual([]);
    expect(views.state().blocked).toBeNull();
  });

  it('before the view was ever sent changes nothing', () => {
    const views = sender();
    views.tellHead();
    views.ack(ok, error('processing_error'), error('duplicate'));
    expect(views.log).toEqual([]);
    expect(views.queue()).toHaveLength(3);
  });

  it('twice for one view counts once', () => {
    const views = started();
    views.ack(ok, ok);
    expect(views.log).toEqual(['0 send a', '0 sent a']);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it('late, for a view that waits to be sent again, is taken', () => {
    const views = started();
    views.ack(error('processing_error'));
    views.until(3000);
    views.ack(ok);
    expect(views.queue()).toEqual(['b', 'c']);
  });

  it.each([
    ['success', ok, ['sent a']],
    ['a failure', error('processing_error'), ['renew a']],
    ['a refusal', error('post_not_found'), ['refused a']],
  ])('on the next connection, before the view is sent again, is taken: %s', (_, ack, effects) => {
    const views = started();
    views.until(1000);
    views.reconnect();
    views.ack(ack);
    expect(views.log.slice(1)).toEqual(effects.map((effect) => `1000 ${effect}`));
  });

  it.each([
    ['success', ok, ['sent a']],
    ['a failure', error('rate_limited'), ['renew a']],
    ['a duplicate, which a single send cannot be,', error('duplicate'), []],
  ])('on the next page, before the view is sent again, is taken: %s', (_, ack, effects) => {
    const views = sender({ readyAtMs: 5000 });
    views.wasSent();
    views.tellHead();
    views.online();
    views.ack(ack);
    expect(views.log).toEqual(effects.map((effect) => `0 ${effect}`));
  });

  it('that refuses one view twice does not refuse the next one, but has it sent again', () => {
    const views = started();
    views.ack(error('post_not_found'));
    views.until(5250); // b
    views.ack(error('post_not_found')); // a was delivered twice
    expect(views.log.slice(2)).toEqual(['5250 send b', '5250 renew b']);
    views.until(10_500); // b again
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

  it('of an earlier send that failed does not have the view sent with yet another timestamp', () => {
    const views = started();
    views.until(10_000); // a again
    views.ack(error('processing_error'), error('processing_error'));
    expect(views.log.slice(2)).toEqual(['10000 renew a']);
    expect(views.state().failures).toBe(1);
  });

  it('of an earlier connection is not taken for an answer to the next view', () => {
    const views = resent();
    views.ack(ok);
    views.until(10_500); // b
    views.ack(error('duplicate'));
    expect(views.queue()).toEqual(['b', 'c']);
  });
});

describe('a confirmation', () => {
  it('for another view than the one in flight changes nothing', () => {
    const views = started({ requestAck: false, confirms: false });
    views.tell({ type: 'confirmed', key: 'z' });
    expect(views.queue()).toHaveLength(3);
  });

  it('twice changes nothing', () => {
    const views = started();
    views.until(4000);
    views.tell({ type: 'confirmed', key: 'a' });
    views.until(100);
    views.ack(ok);
    views.until(5250);
    expect(views.log[2]).toBe('5250 send b');
  });
});

describe('a lost connection', () => {
  it('has the view in flight sent again, at the pace', () => {
    const views = started();
    views.until(1000);
    views.reconnect();
    views.until(5249);
    expect(views.log).toEqual(['0 send a']);
    views.until(5250);
    expect(views.log).toEqual(['0 send a', '5250 send a']);
  });
});
