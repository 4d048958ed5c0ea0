import { describe, expect, it } from 'vitest';
import { readMsxReport, readScreenEvent, readSlideReport, readTrackReport } from './readScreenEvent.js';
import type { ScreenEvent } from './screenEvent.js';
import { decideViewing, nextTickAtMs } from './decideViewing.js';
import { NOTHING_ON_SCREEN, type ViewingEffect, type ViewingRules } from './viewingState.js';

const RULES: ViewingRules = { minDwellMs: 2000, repeatMs: 0, channel: 'all' };
const TRIGGER = { 'image:trigger': 'interaction:commit:slider' };

interface Info {
  post?: number | string;
  at?: number;
  size?: number;
  playing?: boolean;
  more?: Record<string, unknown>;
}

const info = ({ post, at = 0, size = 9, playing = false, more = {} }: Info): unknown => ({
  index: at,
  listIndex: at,
  listSize: size,
  state: playing ? 2 : 3,
  url: `http://host/${at}.png`,
  properties: { ...(post === undefined ? {} : { 'makapix:post_id': post }), ...more },
});

// What MSX says, as it says it.
function msx(event: string, more: Record<string, unknown> = {}): ScreenEvent {
  const read = readScreenEvent({ event, ...more });
  if (!read) throw new Error(`${event} is no event`);
  return read;
}
const load = (of: Info): ScreenEvent => msx('slider:load', { info: info(of) });
const position = (at: number): ScreenEvent =>
  msx('slider:position', { index: at, number: at + 1, listIndex: at });
const visible = (of: Info): ScreenEvent => readSlideReport('slider:visible', info(of));
const answer = (of: Info): ScreenEvent => readSlideReport('slider:info', info(of));
const stop = msx('slider:stop');
const media = (of: Info, ended = false): ScreenEvent =>
  msx('video:load', { info: info(of), data: { ended } });
const act = (name: string, ended = false, more: Record<string, unknown> = {}): ScreenEvent =>
  msx(`video:${name}`, { data: { state: 2, position: 3, duration: 60, speed: 1, ended }, ...more });
const tick: ScreenEvent = { type: 'tick' };
interface Track {
  state?: number;
  position?: number;
  duration?: number;
  speed?: number;
  /** null = this MSX does not say it. */
  scene?: string | null;
}

/** What MSX attaches as `video` (Attached Data Examples). */
const video = (
  of: Info,
  { state = 2, position = 3, duration = 60, speed = 1, scene = 'foreground' }: Track = {},
): unknown => ({
  info: info(of),
  data: { state, position, duration, speed, ended: false },
  resume: {
    key: null,
    context: null,
    count: 10,
    resuming: false,
    position: null,
    progress: -1,
    duration: -1,
  },
  volume: { type: 'player', level: 100, muted: false },
  ...(scene === null ? {} : { scene }),
});
const track = (of: Info, now?: Track): ScreenEvent => readTrackReport('video:info', video(of, now));
const handed = (of: Info, now?: Track): ScreenEvent => readTrackReport('video:told', video(of, now));

type Step = [atMs: number, event: ScreenEvent];

/** Runs the steps; between them, timers ring when they should. */
function run(steps: Step[], rules: ViewingRules = RULES): { effects: ViewingEffect[]; at: number[] } {
  let state = NOTHING_ON_SCREEN;
  const effects: ViewingEffect[] = [];
  const at: number[] = [];
  const step = (atMs: number, event: ScreenEvent): void => {
    const [next, made] = decideViewing(state, event, atMs, rules);
    state = next;
    made.forEach((effect) => {
      effects.push(effect);
      at.push(atMs);
    });
  };
  for (const [atMs, event] of steps) {
    for (let due = nextTickAtMs(state); due < atMs; due = nextTickAtMs(state)) step(due, tick);
    step(atMs, event);
  }
  return { effects, at };
}

/** [post, shown at, intent, play order] of each view */
function views(steps: Step[], rules?: Partial<ViewingRules>): unknown[] {
  return run(steps, { ...RULES, ...rules }).effects.flatMap((effect) =>
    effect.type === 'view'
      ? [
          [
            effect.view.facts.postId,
            effect.view.shownAtMs,
            effect.view.facts.intent,
            effect.view.facts.playOrder,
          ],
        ]
      : [],
  );
}

const currents = (steps: Step[]): unknown[] =>
  run(steps).effects.flatMap((effect) => (effect.type === 'current' ? [effect.postId] : []));
const asks = (steps: Step[]): string[] =>
  run(steps).effects.flatMap((effect) => (effect.type === 'ask' ? [effect.dataId] : []));
const invalid = (steps: Step[]): string[][] =>
  run(steps).effects.flatMap((effect) => (effect.type === 'invalid' ? [effect.problems] : []));

describe('a picture', () => {
  it.each<[string, Step[], unknown[]]>([
    [
      'with a trigger is a view when it was visible for two seconds',
      [
        [0, load({ post: 7, more: TRIGGER })],
        [300, visible({ post: 7, more: TRIGGER })],
        [2300, tick],
      ],
      [[7, 300, 'artwork', 0]],
    ],
    [
      'is no view a moment earlier',
      [
        [0, load({ post: 7, more: TRIGGER })],
        [300, visible({ post: 7, more: TRIGGER })],
        [2299, tick],
      ],
      [],
    ],
    [
      'that never becomes visible (it failed to load) is no view',
      [
        [0, load({ post: 7, more: TRIGGER })],
        [60_000, tick],
      ],
      [],
    ],
    [
      'that never becomes visible is none either when it came by position',
      [
        [0, position(3)],
        [10, answer({ post: 7, at: 3, more: TRIGGER })],
        [60_000, tick],
      ],
      [],
    ],
    [
      'without a trigger counts from its load',
      [
        [0, load({ post: 7 })],
        [2000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'with a trigger of its own, which says nothing to us, counts from its load',
      [
        [0, load({ post: 7, more: { 'image:trigger': 'slider:sync' } })],
        [2000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'without a trigger counts from its position, when MSX has told what it is',
      [
        [0, position(3)],
        [700, answer({ post: 7, at: 3 })],
        [2000, tick],
      ],
      [[7, 0, 'channel', 0]],
    ],
    [
      'is a view although MSX tells what it is after the dwell time',
      [
        [0, position(3)],
        [4000, answer({ post: 7, at: 3 })],
      ],
      [[7, 0, 'channel', 0]],
    ],
    [
      'is not what an answer says about the one before it',
      [
        [0, position(3)],
        [50, position(4)],
        [60, answer({ post: 7, at: 3 })],
        [5000, tick],
      ],
      [],
    ],
    [
      'left before the dwell time is no view',
      [
        [0, load({ post: 7 })],
        [1999, position(1)],
        [9000, tick],
      ],
      [],
    ],
    [
      'left at the very moment of the dwell time is one, however late the timer',
      [
        [0, load({ post: 7 })],
        [2000, position(1)],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'is counted once, however often MSX says that it is visible',
      [
        [0, visible({ post: 7 })],
        [1000, visible({ post: 7 })],
        [3000, visible({ post: 7 })],
        [9000, tick],
      ],
      [[7, 0, 'channel', 0]],
    ],
    [
      'chosen again while it is there does not start again',
      [
        [0, load({ post: 7 })],
        [1500, position(0)],
        [2000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'shown again later is a new view',
      [
        [0, visible({ post: 7 })],
        [3000, position(1)],
        [3100, visible({ post: 8, at: 1 })],
        [6000, position(0)],
        [6100, visible({ post: 7 })],
        [9000, tick],
      ],
      [
        [7, 0, 'channel', 0],
        [8, 3100, 'channel', 0],
        [7, 6100, 'channel', 0],
      ],
    ],
    [
      'of the same post at another place is a new view',
      [
        [0, visible({ post: 7 })],
        [3000, visible({ post: 7, at: 1 })],
        [6000, tick],
      ],
      [
        [7, 0, 'channel', 0],
        [7, 3000, 'channel', 0],
      ],
    ],
    [
      'in a slideshow that is faster than the dwell time is no view',
      [0, 1, 2, 3, 4, 5].map((at): Step => [at * 1500, visible({ post: 7 + at, at })]),
      [],
    ],
    [
      'in a stopped slideshow is none',
      [
        [0, visible({ post: 7 })],
        [1000, stop],
        [9000, tick],
      ],
      [],
    ],
    [
      'without a post id is none',
      [
        [0, load({})],
        [9000, tick],
      ],
      [],
    ],
  ])('%s', (_, steps, expected) => {
    expect(views(steps)).toEqual(expected);
  });

  it('of a slideshow that runs before the plugin came is taken from the trigger alone', () => {
    expect(
      views([
        [0, visible({ post: 7, at: 5 })],
        [2000, tick],
      ]),
    ).toEqual([[7, 0, 'channel', 0]]);
  });

  it('keeps the channel that it came with', () => {
    const more = { 'makapix:channel': 'hashtag', 'makapix:hashtag': 'cats' };
    const { effects } = run([
      [0, load({ post: 7, more })],
      [2000, tick],
    ]);
    expect(effects.find((effect) => effect.type === 'view')).toMatchObject({
      view: { facts: { channel: 'hashtag', hashtag: 'cats' } },
    });
  });

  it('makes MSX be asked for what it is, once for each position', () => {
    expect(
      asks([
        [0, load({ post: 7 })],
        [1, position(0)],
        [2, position(1)],
        [3, position(1)],
        [4, position(2)],
      ]),
    ).toEqual(['slider', 'slider']);
  });
});

describe('the TV being away', () => {
  it.each<ScreenEvent>([{ type: 'app:suspend' }, { type: 'app:sleep' }, { type: 'page:hidden' }])(
    '($type) ends what is on screen',
    (away) => {
      const steps: Step[] = [
        [0, visible({ post: 7 })],
        [1999, away],
        [9000, tick],
      ];
      expect(views(steps)).toEqual([]);
      expect(currents(steps)).toEqual([7, null]);
    },
  );

  it.each<{ away: ScreenEvent; back: ScreenEvent }>([
    { away: { type: 'app:suspend' }, back: { type: 'app:resume' } },
    { away: { type: 'app:sleep' }, back: { type: 'app:awake' } },
    { away: { type: 'app:sleep' }, back: { type: 'app:resume' } },
    { away: { type: 'page:hidden' }, back: { type: 'page:visible' } },
  ])(
    '($away.type, then $back.type) begins a new view of the same slide, if MSX says that it is still there',
    ({ away, back }) => {
      const before: Step[] = [
        [0, visible({ post: 7, more: TRIGGER })],
        [3000, away],
        [60_000, back],
      ];
      expect(asks(before)).toEqual(['slider']);
      expect(views([...before, [60_010, answer({ post: 7, more: TRIGGER })], [62_000, tick]])).toEqual([
        [7, 0, 'channel', 0],
        [7, 60_000, 'channel', 0],
      ]);
      expect(views([...before, [60_010, answer({ post: 8, at: 1 })], [99_000, tick]])).toEqual([
        [7, 0, 'channel', 0],
      ]);
      expect(views([...before, [99_000, tick]])).toEqual([[7, 0, 'channel', 0]]);
    },
  );

  it.each([
    ['app:sleep', 'app:awake'],
    ['app:suspend', 'app:resume'],
  ])('for two reasons (%s, and the page is hidden) lasts until both are over', (away, back) => {
    const steps: Step[] = [
      [0, load({ post: 7 })],
      [1000, msx(away)],
      [1000, { type: 'page:hidden' }],
      [2000, msx(back)],
      [2010, answer({ post: 7 })],
      [9000, tick],
    ];
    expect(views(steps)).toEqual([]);
    expect(
      views([...steps, [10_000, { type: 'page:visible' }], [10_010, answer({ post: 7 })], [12_000, tick]]),
    ).toEqual([[7, 10_000, 'artwork', 0]]);
  });

  it('said twice is over when it is said once that it is', () => {
    expect(
      views([
        [0, msx('app:sleep')],
        [10, msx('app:sleep')],
        [20, msx('app:awake')],
        [30, load({ post: 7 })],
        [9000, tick],
      ]),
    ).toEqual([[7, 30, 'artwork', 0]]);
  });

  it('leaves nothing to ask about a track that was stopped', () => {
    const steps: Step[] = [
      [0, media({ post: 7 })],
      [0, act('play')],
      [3000, act('stop')],
      [4000, msx('app:sleep')],
    ];
    expect(asks([...steps, [9000, msx('app:awake')]])).toEqual(asks(steps));
  });

  it('counts nothing that comes on screen meanwhile', () => {
    expect(
      views([
        [0, msx('app:sleep')],
        [10, load({ post: 7 })],
        [20, media({ post: 8 })],
        [30, act('play')],
        [90_000, tick],
      ]),
    ).toEqual([]);
  });

  it('is over when MSX loads something, though its resume was lost', () => {
    expect(
      views([
        [0, msx('app:suspend')],
        [5000, load({ post: 7 })],
        [7000, tick],
      ]),
    ).toEqual([[7, 5000, 'artwork', 0]]);
  });

  describe('while a track was open, leaves it to MSX what plays since', () => {
    const before: Step[] = [
      [0, media({ post: 7 })],
      [0, act('play')],
      [3000, msx('app:sleep')],
      [9000, msx('app:awake')],
    ];
    const since = (...steps: Step[]): unknown[] => views([...before, ...steps, [99_000, tick]]).slice(1);

    it('once', () => {
      expect(asks(before)).toEqual(['video', 'video']);
      expect(views([...before, [99_000, tick]])).toHaveLength(1);
    });

    it.each<[string, Step[], unknown[]]>([
      ['the same', [[9010, track({ post: 7 }, { position: 12 })]], [[7, 9000, 'artwork', 0]]],
      [
        'another one, which followed by itself',
        [[9010, track({ post: 8, at: 1 }, { position: 500 })]],
        [[8, 9000, 'channel', 0]],
      ],
      [
        'one that has begun since',
        [[12_000, track({ post: 7 }, { position: 1 })]],
        [[7, 11_000, 'artwork', 0]],
      ],
      ['none', [[9010, readTrackReport('video:info', null)]], []],
      ['one that is stopped', [[9010, track({ post: 7 }, { state: 1 })]], []],
      ['one that is paused', [[9010, track({ post: 7 }, { state: 3 })]], []],
      [
        'one that is paused, and played later',
        [
          [9000, track({ post: 7 }, { state: 3, position: 0 })],
          [20_000, act('play')],
          [21_999, act('stop')],
        ],
        [],
      ],
      [
        'nothing, but plays the same one later',
        [
          [9010, readTrackReport('video:info', null)],
          [20_000, act('play')],
        ],
        [[7, 20_000, 'artwork', 0]],
      ],
      ['one behind the menu', [[9010, track({ post: 7 }, { scene: 'background' })]], []],
      ['one without a post', [[9010, track({})]], []],
      [
        'the one that plays again before the answer is there',
        [
          [9500, act('play')],
          [9510, track({ post: 7 })],
        ],
        [[7, 9500, 'artwork', 0]],
      ],
      [
        'the one that loads before the answer is there',
        [
          [9500, media({ post: 8, at: 4, size: 5 })],
          [9500, act('play')],
          [9510, track({ post: 7 })],
        ],
        [[8, 9500, 'artwork', 0]],
      ],
    ])('%s', (_, steps, expected) => expect(since(...steps)).toEqual(expected));

    it('and a paused one is on screen again', () => {
      expect(currents([...before, [9010, track({ post: 7 }, { state: 3 })]])).toEqual([7, null, 7]);
    });
  });
});

describe('a video or a sound', () => {
  it.each<[string, Step[], unknown[]]>([
    [
      'is a view when it has played for two seconds',
      [
        [0, media({ post: 7 })],
        [800, act('play')],
        [2800, tick],
      ],
      [[7, 800, 'artwork', 0]],
    ],
    [
      'that never plays is none',
      [
        [0, media({ post: 7 })],
        [60_000, tick],
      ],
      [],
    ],
    [
      'does not count while it is paused',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [1000, act('pause')],
        [60_000, act('play')],
        [60_999, act('pause')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'counts what it played before and after a pause, from its first moment',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [1000, act('pause')],
        [60_000, act('play')],
        [61_000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'counts nothing but what it played, whenever that was',
      [
        [10_000, media({ post: 7 })],
        [10_000, act('play')],
        [11_000, act('pause')],
        [60_000, act('play')],
        [60_900, act('pause')],
        [70_000, act('play')],
        [70_099, act('stop')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'is one more view after its end, not one more at each pause',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [5000, act('seek', true, { position: 0 })],
        [8000, act('pause')],
        [9000, act('play')],
        [20_000, tick],
      ],
      [
        [7, 0, 'artwork', 0],
        [7, 5000, 'channel', 0],
      ],
    ],
    [
      'that is left before is none',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [1999, act('stop')],
        [9000, tick],
      ],
      [],
    ],
    [
      'is one view, wherever the person seeks',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [3000, act('seek', false, { position: 0 })],
        [6000, act('seek', false, { position: 30 })],
        [9000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'is one view when it is restarted in the middle',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [3000, act('restart')],
        [9000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'is one view when it is taken back to the beginning while it pauses',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [3000, act('pause')],
        [4000, act('seek', false, { position: 0 })],
        [5000, act('play')],
        [9000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'is a new view when it is restarted after its end',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [5000, act('restart', true)],
        [9000, tick],
      ],
      [
        [7, 0, 'artwork', 0],
        [7, 5000, 'channel', 0],
      ],
    ],
    [
      'is a new view when it is taken back to the beginning after its end',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [5000, act('seek', true, { position: 0 })],
        [9000, tick],
      ],
      [
        [7, 0, 'artwork', 0],
        [7, 5000, 'channel', 0],
      ],
    ],
    [
      'is a new view when it repeats by a stop and a play',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [5000, act('stop', true)],
        [5100, act('play')],
        [9000, tick],
      ],
      [
        [7, 0, 'artwork', 0],
        [7, 5100, 'channel', 0],
      ],
    ],
    [
      'is a new view when it repeats by a new load',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [5000, act('stop', true)],
        [5100, media({ post: 7 })],
        [5200, act('play')],
        [9000, tick],
      ],
      [
        [7, 0, 'artwork', 0],
        [7, 5200, 'channel', 0],
      ],
    ],
  ])('%s', (_, steps, expected) => {
    expect(views(steps)).toEqual(expected);
  });

  it('beneath a slideshow counts for as long as that is not there', () => {
    const steps: Step[] = [
      [0, media({ post: 7 })],
      [0, act('play')],
      [500, load({})],
      [60_000, stop],
    ];
    expect(views([...steps, [61_499, tick]])).toEqual([]);
    expect(views([...steps, [61_500, tick]])).toEqual([[7, 0, 'artwork', 0]]);
    expect(currents(steps)).toEqual([7, null, 7]);
  });

  it('goes behind a slideshow that opens, whatever MSX said before, and MSX is asked anew', () => {
    const steps: Step[] = [
      [0, media({ post: 7 })],
      [0, act('play')],
      [10, track({ post: 7 })],
      [500, load({})],
    ];
    expect(currents(steps)).toEqual([7, null]);
    expect(asks(steps)).toEqual(['video', 'video']);
  });

  it('that was behind the menu still is when a slideshow closes, until MSX says otherwise', () => {
    const steps: Step[] = [
      [0, media({ post: 7 })],
      [0, act('play')],
      [500, load({})],
      [510, track({ post: 7 }, { scene: 'background' })],
      [2000, stop],
    ];
    expect(currents(steps)).toEqual([7, null]);
    expect(asks(steps)).toEqual(['video', 'video', 'video']);
    expect(currents([...steps, [2010, track({ post: 7 })]])).toEqual([7, null, 7]);
  });

  it('that was opened from a slideshow counts where MSX says that it is in front', () => {
    const steps: Step[] = [
      [0, load({})],
      [5000, media({ post: 7 })],
      [5000, act('play')],
    ];
    expect(views([...steps, [99_000, tick]])).toEqual([]);
    expect(views([...steps, [5010, track({ post: 7 })], [99_000, tick]])).toEqual([[7, 5010, 'artwork', 0]]);
  });
});

describe('a track behind the menu', () => {
  const behind = { scene: 'background' };
  const opened: Step[] = [
    [0, media({ post: 7 })],
    [0, act('play')],
  ];

  it('is looked for when it plays, and every 3 s', () => {
    expect(asks([...opened, [10, track({ post: 7 })], [3009, tick]])).toEqual(['video']);
    expect(asks([...opened, [10, track({ post: 7 })], [3010, tick]])).toEqual(['video', 'video']);
    const looks: Step[] = [10, 3020, 6030].map((at) => [at, track({ post: 7 })]);
    expect(asks([...opened, ...looks, [7000, act('stop')], [99_000, tick]])).toHaveLength(3);
  });

  it('is not looked for while the TV is away', () => {
    const steps: Step[] = [...opened, [10, track({ post: 7 })], [1000, msx('app:sleep')]];
    expect(asks([...steps, [99_000, tick]])).toEqual(['video']);
  });

  it('that a command asked for is artwork', () => {
    const steps: Step[] = [
      [0, media({ post: 6 })],
      [0, act('play')],
      [10, track({ post: 6 }, behind)],
      [5000, msx('plugin:command', { postId: 7 })],
      [5500, media({ post: 7, at: 1 })],
      [5500, act('play')],
      [5510, track({ post: 7, at: 1 })],
      [9000, tick],
    ];
    expect(views(steps)).toEqual([[7, 5510, 'artwork', 0]]);
  });

  it('is not looked for where there is no post, nor while MSX does not answer', () => {
    expect(
      asks([
        [0, media({})],
        [0, act('play')],
        [99_000, tick],
      ]),
    ).toEqual([]);
    expect(asks([...opened, [99_000, tick]])).toEqual(['video']);
  });

  it('is no view, and not on screen', () => {
    const steps: Step[] = [...opened, [10, track({ post: 7 }, behind)], [99_000, tick]];
    expect(views(steps)).toEqual([]);
    expect(currents(steps)).toEqual([7, null]);
  });

  it('is one from when it comes to the front', () => {
    const steps: Step[] = [...opened, [10, track({ post: 7 }, behind)], [30_000, track({ post: 7 })]];
    expect(views([...steps, [31_999, tick]])).toEqual([]);
    expect(views([...steps, [32_000, tick]])).toEqual([[7, 30_000, 'artwork', 0]]);
    expect(currents(steps)).toEqual([7, null, 7]);
  });

  it('was left, if it went there before it counted', () => {
    const rules = { minDwellMs: 10_000 };
    const steps: Step[] = [
      ...opened,
      [9000, track({ post: 7 }, behind)],
      [60_000, track({ post: 7 })],
      [69_999, tick],
    ];
    expect(views(steps, rules)).toEqual([]);
    expect(views([...steps, [70_000, tick]], rules)).toEqual([[7, 60_000, 'artwork', 0]]);
  });

  it('is no new view when it comes back after it counted', () => {
    const steps: Step[] = [
      ...opened,
      [3000, track({ post: 7 }, behind)],
      [60_000, track({ post: 7 })],
      [99_000, tick],
    ];
    expect(views(steps)).toHaveLength(1);
    expect(currents(steps)).toEqual([7, null, 7]);
    // Repeats count the time in front alone.
    expect(views(steps, { repeatMs: 30_000 })).toEqual([
      [7, 0, 'artwork', 0],
      [7, 87_000, 'artwork', 0],
    ]);
  });

  it('stays there when the next one follows by itself, not when a person opens one', () => {
    const steps = (size: number): Step[] => [
      ...opened,
      [10, track({ post: 7 }, behind)],
      [50_000, media({ post: 8, at: 1, size }, size === 9)],
      [50_000, act('play')],
      [99_000, tick],
    ];
    expect(currents(steps(9))).toEqual([7, null]);
    expect(views(steps(9))).toEqual([]);
    expect(views(steps(5))).toEqual([[8, 50_000, 'artwork', 0]]);
  });

  it.each([
    ['does not say where it is', track({ post: 7 }, { scene: null })],
    ['says nothing', readTrackReport('video:info', null)],
  ])('is in front where MSX %s', (_, said) => {
    expect(views([...opened, [10, said], [2000, tick]])).toEqual([[7, 0, 'artwork', 0]]);
    expect(asks([...opened, [10, said], [3010, tick]])).toEqual(['video', 'video']);
  });
});

describe('a track that a trigger hands over', () => {
  it.each<[string, Step[], unknown[]]>([
    [
      'counts from then on, where nothing of it was heard',
      [
        [0, handed({ post: 7 }, { position: 200 })],
        [2000, tick],
      ],
      [[7, 0, 'channel', 0]],
    ],
    [
      'counts from when it plays, where it does not yet',
      [
        [0, handed({ post: 7 }, { state: 1 })],
        [900, act('play')],
        [2900, tick],
      ],
      [[7, 900, 'channel', 0]],
    ],
    [
      'goes on as it was, where it is known',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [1500, handed({ post: 7 })],
        [2000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'is begun, where its play was lost',
      [
        [0, media({ post: 7 })],
        [100, handed({ post: 7 })],
        [2100, tick],
      ],
      [[7, 100, 'artwork', 0]],
    ],
    [
      'takes the place of another one',
      [
        [0, media({ post: 7 })],
        [0, act('play')],
        [1000, handed({ post: 8, at: 1 })],
        [9000, tick],
      ],
      [[8, 1000, 'channel', 0]],
    ],
    [
      'does not count behind the menu',
      [
        [0, handed({ post: 7 }, { scene: 'background' })],
        [9000, tick],
      ],
      [],
    ],
  ])('%s', (_, steps, expected) => expect(views(steps)).toEqual(expected));
});

describe('before 0.1.140, when events do not say whether the track was at its end, a track', () => {
  const old = (name: string, more: Record<string, unknown> = {}): ScreenEvent => msx(`video:${name}`, more);
  const loads = (of: Info): ScreenEvent => old('load', { info: info(of) });
  /** It lasts for 20 s, as MSX says when it is asked. */
  const played: Step[] = [
    [0, loads({ post: 7, size: 1 })],
    [0, old('play')],
    [10, track({ post: 7 }, { position: 0, duration: 20 })],
  ];

  it.each<[string, Step[], unknown[]]>([
    [
      'is a new view when it is restarted after its end',
      [
        [20_100, old('restart')],
        [99_000, tick],
      ],
      [[7, 20_100, 'channel', 0]],
    ],
    [
      'is one when it is restarted in the middle',
      [
        [10_000, old('restart')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'is a new view when it is taken back to the beginning after its end',
      [
        [20_100, old('seek', { position: 0 })],
        [99_000, tick],
      ],
      [[7, 20_100, 'channel', 0]],
    ],
    [
      'is a new view each time when it repeats by a new load',
      [
        [20_000, loads({ post: 7, size: 1 })],
        [20_010, old('play')],
        [20_020, track({ post: 7 }, { position: 0, duration: 20 })],
        [40_100, loads({ post: 7, size: 1 })],
        [40_110, old('play')],
        [59_000, tick],
      ],
      [
        [7, 20_010, 'channel', 0],
        [7, 40_110, 'channel', 0],
      ],
    ],
    [
      'is a new view when it repeats by a stop and a play',
      [
        [20_100, old('stop')],
        [20_200, old('play')],
        [99_000, tick],
      ],
      [[7, 20_200, 'channel', 0]],
    ],
    [
      'is one when it pauses, and is restarted in the middle, whatever the time',
      [
        [5000, old('pause')],
        [60_000, old('play')],
        [60_010, track({ post: 7 }, { position: 5, duration: 20 })],
        [70_000, old('restart')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'is one when it was taken back, and is restarted before the end that this gave it',
      [
        [15_000, old('seek', { position: 2 })],
        [15_010, track({ post: 7 }, { position: 2, duration: 20 })],
        [30_000, old('restart')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'is one when it was taken back, and MSX has not said when it ends now',
      [
        [15_000, old('seek', { position: 2 })],
        [25_000, old('restart')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'is one when it is restarted out of a pause',
      [
        [5000, old('pause')],
        [5010, track({ post: 7 }, { position: 5, duration: 20, state: 3 })],
        [60_000, old('restart')],
        [99_000, tick],
      ],
      [],
    ],
    [
      'is not over because the one before it would be',
      [
        [5000, loads({ post: 8, at: 1 })],
        [5000, old('play')],
        [5010, track({ post: 7 }, { position: 5, duration: 20 })],
        [22_000, old('restart')],
        [99_000, tick],
      ],
      [[8, 5000, 'artwork', 0]],
    ],
    [
      'that pauses at its end is a new view when it plays again',
      [
        [20_000, old('pause')],
        [25_000, old('play')],
        [99_000, tick],
      ],
      [[7, 25_000, 'channel', 0]],
    ],
    [
      'that plays twice as fast ends after half the time',
      [
        [3010, track({ post: 7 }, { position: 6, duration: 20, speed: 2 })],
        [10_000, old('restart')],
        [19_000, tick],
      ],
      [[7, 10_000, 'channel', 0]],
    ],
    [
      'of unknown length is one view',
      [
        [3010, track({ post: 7 }, { position: 3, duration: -1 })],
        [10_000, old('pause')],
        [10_100, old('restart')],
        [99_000, tick],
      ],
      [],
    ],
  ])('%s', (_, steps, expected) => expect(views([...played, ...steps]).slice(1)).toEqual(expected));
});

it('where MSX says that a track was not at its end, it was not, whatever the clock says', () => {
  expect(
    views([
      [0, media({ post: 7 })],
      [0, act('play')],
      [10, track({ post: 7 }, { position: 0, duration: 20 })],
      [30_000, act('restart')],
      [99_000, tick],
    ]),
  ).toHaveLength(1);
});

describe('before 0.1.160, when MSX may not know the trigger', () => {
  const old = (build: number): Step => [-10, { type: 'msx:info', random: false, build }];
  const slide = { post: 7, more: TRIGGER };

  it.each<[string, Step[], unknown[]]>([
    [
      'a picture counts from when it was chosen',
      [old(145), [0, load(slide)], [2000, tick]],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'one that came by position does, too',
      [old(114), [0, position(0)], [30, answer(slide)], [2000, tick]],
      [[7, 0, 'channel', 0]],
    ],
    [
      'one that was chosen before MSX said how old it is does, too',
      [
        [0, load(slide)],
        [500, old(145)[1]],
        [2000, tick],
      ],
      [[7, 0, 'artwork', 0]],
    ],
    [
      'the first for which the trigger runs counts from then',
      [old(145), [0, load(slide)], [800, visible(slide)], [2799, tick]],
      [],
    ],
    [
      'from then on one that never becomes visible is none',
      [
        old(145),
        [0, load(slide)],
        [800, visible(slide)],
        [2800, tick],
        [5000, position(1)],
        [5010, answer({ ...slide, post: 8, at: 1 })],
        [5020, old(145)[1]],
        [60_000, tick],
      ],
      [[7, 800, 'artwork', 0]],
    ],
    [
      'the trigger that runs late makes no second view',
      [old(145), [0, load(slide)], [2500, visible(slide)], [60_000, tick]],
      [[7, 0, 'artwork', 0]],
    ],
    ['a newer one is trusted', [old(160), [0, load(slide)], [60_000, tick]], []],
    ['one that does not say its version is', [old(NaN), [0, load(slide)], [60_000, tick]], []],
  ])('%s', (_, steps, expected) => expect(views(steps)).toEqual(expected));
});

describe('the intent', () => {
  const second = (between: Step[], next: Info, ended = false, atMs = 10_000): unknown[] =>
    views([
      [0, media({ post: 1, at: 3 })],
      [0, act('play')],
      ...between,
      [atMs, media(next, ended)],
      [atMs, act('play')],
      [atMs + 2000, tick],
    ]).slice(1);

  it('of the slide that a slideshow began with is artwork, of all that follow channel', () => {
    expect(
      views([
        [0, load({ post: 7, at: 4 })],
        [3000, position(5)],
        [3010, answer({ post: 8, at: 5 })],
        [6000, position(4)],
        [6010, answer({ post: 7, at: 4 })],
        [9000, tick],
      ]),
    ).toEqual([
      [7, 0, 'artwork', 0],
      [8, 3000, 'channel', 0],
      [7, 6000, 'channel', 0],
    ]);
  });

  it('of a slideshow that runs from the start, a channel, is channel', () => {
    expect(
      views([
        [0, load({ post: 7, playing: true })],
        [2000, tick],
      ]),
    ).toEqual([[7, 0, 'channel', 0]]);
  });

  it.each([
    ['slide', load({ post: 7 })],
    ['track', media({ post: 7 })],
  ])('of the first %s after a channel was asked for is channel', (_, first) => {
    const steps: Step[] = [
      [0, msx('plugin:channel')],
      [900, first],
      [900, act('play')],
      [3000, tick],
    ];
    expect(views(steps)).toEqual([[7, 900, 'channel', 0]]);
    const [, ...late] = steps;
    expect(views([[-20_000, msx('plugin:channel')], ...late])).toEqual([[7, 900, 'artwork', 0]]);
  });

  it.each<[string, Step[], Info, boolean, string]>([
    ['the next one', [], { post: 2, at: 4 }, false, 'channel'],
    ['the one before', [], { post: 2, at: 2 }, false, 'channel'],
    ['another one of the list', [], { post: 2, at: 7 }, false, 'artwork'],
    [
      'another one of the list at random',
      [[1, msx('settings:random_playback', { value: 1 })]],
      { post: 2, at: 7 },
      false,
      'channel',
    ],
    ['one of another list', [], { post: 2, at: 4, size: 30 }, false, 'artwork'],
    ['one that follows by itself', [[9990, act('stop', true)]], { post: 2, at: 4 }, false, 'channel'],
    ['one that follows an end that only the load tells', [], { post: 2, at: 4 }, true, 'channel'],
    ['the next one, after a stop', [[9990, act('stop')]], { post: 2, at: 4 }, false, 'channel'],
    ['one that is opened after a stop', [[3000, act('stop')]], { post: 2, at: 4 }, false, 'artwork'],
    ['one that is opened long after an end', [[-1, act('stop', true)]], { post: 2, at: 4 }, false, 'artwork'],
  ])('of %s', (_, between, next, ended, intent) => {
    const atMs = between[0]?.[0] === -1 ? 60_000 : 10_000;
    const steps = between.map(([at, event]): Step => [at === -1 ? 9000 : at, event]);
    expect(second(steps, next, ended, atMs)).toEqual([[2, atMs, intent, steps[0]?.[0] === 1 ? 2 : 0]]);
  });

  it('of the only one of a list is artwork, after the only one of another list as well', () => {
    expect(
      views([
        [0, media({ post: 1, size: 1 })],
        [0, act('play')],
        [9000, act('stop')],
        [9010, media({ post: 2, size: 1 })],
        [9020, act('play')],
        [99_000, tick],
      ])[1],
    ).toEqual([2, 9020, 'artwork', 0]);
  });

  it('of a list that begins anew after its last one is channel', () => {
    expect(
      views([
        [0, media({ post: 1, at: 8 })],
        [0, act('play')],
        [9000, media({ post: 2, at: 0 })],
        [9000, act('play')],
        [99_000, tick],
      ])[1],
    ).toEqual([2, 9000, 'channel', 0]);
  });

  it('of what a command asked for is artwork, for a minute', () => {
    const command: Step = [0, msx('plugin:command', { postId: 8 })];
    expect(views([command, [500, position(3)], [510, answer({ post: 8, at: 3 })], [9000, tick]])).toEqual([
      [8, 500, 'artwork', 0],
    ]);
    expect(views([command, [500, position(3)], [510, answer({ post: 9, at: 3 })], [9000, tick]])).toEqual([
      [9, 500, 'channel', 0],
    ]);
    expect(
      views([command, [60_000, position(3)], [60_010, answer({ post: 8, at: 3 })], [99_000, tick]]),
    ).toEqual([[8, 60_000, 'channel', 0]]);
  });

  it.each(['artwork', 'channel'])('is %s where the item says so', (intent) => {
    const more = { 'makapix:intent': intent };
    expect(
      views([
        [0, load({ post: 7, more })],
        [3000, position(1)],
        [3010, answer({ post: 8, at: 1, more })],
        [9000, tick],
      ]),
    ).toEqual([
      [7, 0, intent, 0],
      [8, 3000, intent, 0],
    ]);
  });
});

describe('the play order', () => {
  const random = (value: unknown): Step => [0, msx('settings:random_playback', { value })];
  const playlist = (of: Info): Step[] => [
    [10, media(of)],
    [10, act('play')],
    [2010, tick],
  ];

  it.each<[string, Step[], Record<string, unknown>, number]>([
    ['is 0', [], {}, 0],
    ['is 2 while MSX plays at random', [random(1)], {}, 2],
    ['is 0 when it does not any more', [random(1), random(0)], {}, 0],
    ["is the item's own", [random(1)], { 'makapix:play_order': 1 }, 1],
    ["is the item's own, also 0", [random(1)], { 'makapix:play_order': 0 }, 0],
  ])('%s', (_, before, more, order) => {
    expect(views([...before, ...playlist({ post: 7, more })])).toEqual([[7, 10, 'artwork', order]]);
  });

  it.each([1, '1', true, 'true'])('is 2 where MSX says it as %j', (value) => {
    expect(views([random(value), ...playlist({ post: 7 })])).toEqual([[7, 10, 'artwork', 2]]);
    const info: Step = [0, readMsxReport({ application: { settings: { randomPlayback: value } } })];
    expect(views([info, ...playlist({ post: 7 })])).toEqual([[7, 10, 'artwork', 2]]);
  });

  it.each([0, '0', false, 'false', null, undefined, 2, {}])('is 0 where MSX says %j', (value) => {
    expect(views([random(1), random(value), ...playlist({ post: 7 })])).toEqual([[7, 10, 'artwork', 0]]);
  });

  it('of a track that is alone is 0', () => {
    expect(views([random(1), ...playlist({ post: 7, size: 1 })])).toEqual([[7, 10, 'artwork', 0]]);
  });

  describe('of slides', () => {
    /** A slideshow of five that runs, from the first one through these; 3 s for each. */
    const slides = (...ats: number[]): Step[] => [
      [0, load({ post: 100, size: 5, playing: true })],
      ...ats.flatMap((at, i): Step[] => [
        [3000 * (i + 1), position(at)],
        [3000 * (i + 1) + 10, answer({ post: 100 + at, at, size: 5, playing: true })],
      ]),
      [3000 * (ats.length + 1), tick],
    ];
    const orders = (steps: Step[]): unknown[] => views(steps).map((view) => (view as unknown[])[3]);

    it('is 0 while they come one after the other, round and round, whatever the setting', () => {
      expect(orders([random(1), ...slides(1, 2, 3, 4, 0, 1)])).toEqual([0, 0, 0, 0, 0, 0, 0]);
      expect(orders([random(1), ...slides(4, 3, 2)])).toEqual([0, 0, 0, 0]);
    });

    it('is 2 from the first jump on', () => {
      expect(orders([random(1), ...slides(1, 3, 2, 4)])).toEqual([0, 0, 2, 2, 2]);
    });

    it('is 0 where MSX does not play at random', () => {
      expect(orders(slides(2, 4, 1))).toEqual([0, 0, 0, 0]);
    });

    it('is 0 for the jumps of a person in a slideshow that stands', () => {
      const paused: Step[] = [random(1), [0, load({ post: 100, size: 5 })]];
      const jump: Step[] = [
        [3000, position(3)],
        [3010, answer({ post: 103, at: 3, size: 5 })],
        [6000, tick],
      ];
      expect(orders([...paused, ...jump])).toEqual([0, 0]);
      expect(orders([...paused, [1, msx('slider:play')], ...jump])).toEqual([0, 2]);
      expect(orders([...paused, [1, msx('slider:play')], [2, msx('slider:pause')], ...jump])).toEqual([0, 0]);
    });

    it('is 2 for a jump that only the trigger tells', () => {
      expect(
        orders([
          random(1),
          [0, visible({ post: 100, size: 5, playing: true })],
          [3000, visible({ post: 103, at: 3, size: 5, playing: true })],
          [6000, tick],
        ]),
      ).toEqual([0, 2]);
    });

    it('is 0 for the way round from a slide of which MSX has not told yet', () => {
      expect(
        orders([
          random(1),
          [0, load({ post: 100, size: 5, playing: true })],
          [3000, position(4)],
          [3005, position(0)],
          [3010, answer({ post: 100, size: 5, playing: true })],
          [6000, tick],
        ]),
      ).toEqual([0, 0]);
    });

    it('is 0 again in the next slideshow', () => {
      expect(orders([random(1), ...slides(3), [9000, load({ post: 100, size: 5 })], [12_000, tick]])).toEqual(
        [0, 2, 0],
      );
    });
  });
});

describe('an item that stays', () => {
  it('is reported once without views.repeatMs', () => {
    expect(
      views([
        [0, load({ post: 7 })],
        [600_000, tick],
      ]),
    ).toHaveLength(1);
  });

  it('is reported again every so often with it, each time as a view of its own', () => {
    expect(
      views(
        [
          [0, load({ post: 7 })],
          [92_000, tick],
        ],
        { repeatMs: 30_000 },
      ),
    ).toEqual([
      [7, 0, 'artwork', 0],
      [7, 30_000, 'artwork', 0],
      [7, 60_000, 'artwork', 0],
      [7, 90_000, 'artwork', 0],
    ]);
  });

  it('is not reported again while it is paused', () => {
    expect(
      views(
        [
          [0, media({ post: 7 })],
          [0, act('play')],
          [20_000, act('pause')],
          [100_000, act('play')],
          [112_000, tick],
        ],
        { repeatMs: 30_000 },
      ),
    ).toEqual([
      [7, 0, 'artwork', 0],
      [7, 110_000, 'artwork', 0],
    ]);
  });

  it('is not reported for the hours in which the page was frozen', () => {
    const rules = { ...RULES, repeatMs: 30_000 };
    let [state] = decideViewing(NOTHING_ON_SCREEN, load({ post: 7 }), 0, rules);
    let effects: ViewingEffect[];
    [state] = decideViewing(state, tick, 2000, rules);
    [state, effects] = decideViewing(state, tick, 7_200_000, rules);
    expect(effects).toHaveLength(1);
    [state, effects] = decideViewing(state, tick, 7_200_001, rules);
    expect(effects).toHaveLength(0);
    expect(nextTickAtMs(state)).toBeGreaterThan(7_200_000);
  });

  it('is reported at most every second, whatever views.repeatMs says', () => {
    expect(
      views(
        [
          [0, load({ post: 7 })],
          [4500, tick],
        ],
        { repeatMs: 1 },
      ),
    ).toHaveLength(3);
  });
});

describe('what is on screen', () => {
  it.each<[string, Step[], unknown[]]>([
    [
      'is a picture from when it is visible',
      [
        [0, load({ post: 7, more: TRIGGER })],
        [9, visible({ post: 7 })],
      ],
      [7],
    ],
    [
      'is a track from when it plays',
      [
        [0, media({ post: 7 })],
        [9, act('play')],
      ],
      [7],
    ],
    [
      'is still the track that is paused',
      [
        [0, media({ post: 7 })],
        [9, act('play')],
        [20, act('pause')],
      ],
      [7],
    ],
    [
      'is nothing after a stop',
      [
        [0, media({ post: 7 })],
        [9, act('play')],
        [20, act('stop')],
      ],
      [7, null],
    ],
    [
      'is nothing after the slideshow',
      [
        [0, visible({ post: 7 })],
        [20, stop],
      ],
      [7, null],
    ],
    [
      'is nothing while the next picture loads',
      [
        [0, visible({ post: 7 })],
        [20, position(1)],
      ],
      [7, null],
    ],
    [
      'is nothing while a slideshow without a post is in front of the track',
      [
        [0, media({ post: 7 })],
        [9, act('play')],
        [20, load({})],
      ],
      [7, null],
    ],
    [
      'is the picture in front of the track, and then the track',
      [
        [0, media({ post: 7 })],
        [9, act('play')],
        [20, visible({ post: 8 })],
        [30, stop],
      ],
      [7, 8, 7],
    ],
    [
      'does not change from a picture to another of the same post',
      [
        [0, visible({ post: 7 })],
        [9, visible({ post: 7, at: 1 })],
      ],
      [7],
    ],
  ])('%s', (_, steps, expected) => {
    expect(currents(steps)).toEqual(expected);
  });
});

describe('an item with something wrong', () => {
  it('is not reported, and says what is wrong', () => {
    const steps: Step[] = [
      [0, load({ post: 'seven' })],
      [9000, tick],
    ];
    expect(views(steps)).toEqual([]);
    expect(currents(steps)).toEqual([]);
    expect(invalid(steps)).toHaveLength(1);
  });
});

describe('events', () => {
  it.each([
    null,
    5,
    'slider:load',
    {},
    { event: 5 },
    { event: 'constructor' },
    { event: 'video:volume' },
    { event: 'slider:visible' },
    { event: 'tick' },
  ])('such as %j mean nothing', (event) => {
    expect(readScreenEvent(event)).toBeNull();
  });

  it.each(['slider:load', 'video:load', 'slider:position', 'plugin:command', 'video:seek'])(
    'without what belongs to them are passed over: %s',
    (event) => {
      const [state, effects] = decideViewing(NOTHING_ON_SCREEN, msx(event), 0, RULES);
      expect(effects.filter(({ type }) => type !== 'ask')).toEqual([]);
      expect(nextTickAtMs(state)).toBe(Infinity);
    },
  );

  it('before anything was loaded put nothing on screen', () => {
    for (const event of [act('play'), act('pause'), act('stop'), act('seek'), act('restart'), stop, tick]) {
      const [state, effects] = decideViewing(NOTHING_ON_SCREEN, event, 0, RULES);
      expect(effects).toEqual([]);
      expect(nextTickAtMs(state)).toBe(Infinity);
    }
  });

  it('of a track that was not heard to load leave it to MSX what plays, once the TV was away', () => {
    const steps: Step[] = [
      [0, act('play')],
      [1000, { type: 'page:hidden' }],
      [9000, { type: 'page:visible' }],
    ];
    expect(asks(steps)).toEqual(['video']);
    expect(views([...steps, [9010, track({ post: 7 })], [99_000, tick]])).toEqual([[7, 9000, 'channel', 0]]);
  });
});
