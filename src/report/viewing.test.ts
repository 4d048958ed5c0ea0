import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../makapix/fields.js';
import {
  decideViewing,
  nextViewAtMs,
  NOTHING_ON_SCREEN,
  type ScreenEvent,
  type ViewingEffect,
  type ViewingRules,
} from './viewing.js';

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
const msx = (event: string, more: Record<string, unknown> = {}): ScreenEvent => ({ event, ...more });
const load = (of: Info): ScreenEvent => msx('slider:load', { info: info(of) });
const position = (at: number): ScreenEvent =>
  msx('slider:position', { index: at, number: at + 1, listIndex: at });
const visible = (of: Info): ScreenEvent => msx('slider:visible', { info: info(of) });
const answer = (of: Info): ScreenEvent => msx('slider:info', { info: info(of) });
const stop = msx('slider:stop');
const media = (of: Info, ended = false): ScreenEvent =>
  msx('video:load', { info: info(of), data: { ended } });
const act = (name: string, ended = false, more: Record<string, unknown> = {}): ScreenEvent =>
  msx(`video:${name}`, { data: { state: 2, position: 3, duration: 60, speed: 1, ended }, ...more });
const tick = msx('tick');

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
    for (let due = nextViewAtMs(state); due < atMs; due = nextViewAtMs(state)) step(due, tick);
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
  it.each(['app:suspend', 'app:sleep', 'page:hidden'])('(%s) ends what is on screen', (name) => {
    const steps: Step[] = [
      [0, visible({ post: 7 })],
      [1999, msx(name)],
      [9000, tick],
    ];
    expect(views(steps)).toEqual([]);
    expect(currents(steps)).toEqual([7, null]);
  });

  it.each([
    ['app:suspend', 'app:resume'],
    ['app:sleep', 'app:awake'],
    ['app:sleep', 'app:resume'],
    ['page:hidden', 'page:visible'],
  ])(
    '(%s, then %s) begins a new view of the same slide, if MSX says that it is still there',
    (away, back) => {
      const before: Step[] = [
        [0, visible({ post: 7, more: TRIGGER })],
        [3000, msx(away)],
        [60_000, msx(back)],
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
      [1000, msx('page:hidden')],
      [2000, msx(back)],
      [2010, answer({ post: 7 })],
      [9000, tick],
    ];
    expect(views(steps)).toEqual([]);
    expect(
      views([...steps, [10_000, msx('page:visible')], [10_010, answer({ post: 7 })], [12_000, tick]]),
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
    expect(
      asks([
        [0, media({ post: 7 })],
        [0, act('play')],
        [3000, act('stop')],
        [4000, msx('app:sleep')],
        [9000, msx('app:awake')],
      ]),
    ).toEqual([]);
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

  it('leaves it to MSX whether a track plays on', () => {
    const before: Step[] = [
      [0, media({ post: 7 })],
      [0, act('play')],
      [3000, msx('app:sleep')],
      [9000, msx('app:awake')],
    ];
    expect(asks(before)).toEqual(['video']);
    const paused: Step[] = [[9010, msx('video:info', { info: { state: 3 } })]];
    const playing: Step[] = [[9010, msx('video:info', { info: { state: 2 } })]];
    expect(views([...before, ...paused, [99_000, tick]])).toHaveLength(1);
    expect(views([...before, ...playing, [99_000, tick]])).toEqual([
      [7, 0, 'artwork', 0],
      [7, 9010, 'artwork', 0],
    ]);
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

  it('under a slideshow counts, too', () => {
    expect(
      views([
        [0, media({ post: 7 })],
        [0, act('play')],
        [500, visible({ post: 8 })],
        [9000, tick],
      ]),
    ).toEqual([
      [7, 0, 'artwork', 0],
      [8, 500, 'channel', 0],
    ]);
  });
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
      [[1, msx('settings:random_playback', { value: true })]],
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
  it.each<[string, Step[], Record<string, unknown>, number]>([
    ['is 0', [], {}, 0],
    ['is 2 while MSX plays at random', [random(true)], {}, 2],
    ['is 0 when it does not any more', [random(true), random(false)], {}, 0],
    ["is the item's own", [random(true)], { 'makapix:play_order': 1 }, 1],
    ["is the item's own, also 0", [random(true)], { 'makapix:play_order': 0 }, 0],
  ])('%s', (_, before, more, order) => {
    expect(views([...before, [10, load({ post: 7, more })], [2010, tick]])).toEqual([
      [7, 10, 'artwork', order],
    ]);
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
    expect(nextViewAtMs(state)).toBeGreaterThan(7_200_000);
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
    { event: 'slider:load' },
    { event: 'video:volume' },
    { event: 'plugin:command' },
  ])('such as %j are passed over', (event) => {
    const [state, effects] = decideViewing(NOTHING_ON_SCREEN, fieldsOf(event), 0, RULES);
    expect(effects).toEqual([]);
    expect(nextViewAtMs(state)).toBe(Infinity);
  });

  it('before anything was loaded change nothing', () => {
    for (const event of [act('play'), act('pause'), act('stop'), act('seek'), act('restart'), stop, tick])
      expect(decideViewing(NOTHING_ON_SCREEN, event, 0, RULES)).toEqual([NOTHING_ON_SCREEN, []]);
  });
});
