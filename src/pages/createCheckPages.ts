import { actionAnswer } from '../msx/actionAnswer.js';
import type { JsonObject } from '../msx/json.js';
import { checkSlides, isInPage, playCheckSound } from './checkMedia.js';
import { checkLines, checkPage, VISIBLE_SINCE } from './checkPage.js';
import type { CheckState, Line } from './checkPage.js';
import { fieldsOf } from './foreignValues.js';
import { busyAction, NOTHING, showAgain } from './pageActions.js';
import type { PageTools } from './pageTools.js';

const FLAG = 'msx-player-check';

/** So many of all that MSX says are told; a run has ten or so. */
const MOST_HEARD = 50;

/** MSX has to have the page on screen before the pictures cover it. */
const BEGIN_AFTER_MS = 1000;
/** So long each picture stays. */
const PICTURE_MS = 2500;
/** Who does not leave the pictures by himself where MSX does not let the plugin do it, or hears no sound, need not wait. */
const MOST_PICTURES_MS = 30_000;
const MOST_SOUND_MS = 8000;

/** What came of a check, for those who do not stand before the TV. @wire */
interface CheckResult {
  /** Result, text, and what to do. */
  lines: Line[];
  /** What MSX said of the check's own pictures and sound, each with the ms since the check began. */
  events: string[];
}

type Tools = Pick<PageTools, 'pluginUrl' | 'build' | 'executeAction' | 'setTimer' | 'nowMs'>;

interface CheckPages {
  /** Hears what MSX says, by the reporter's names. @returns whether it is of what the check shows itself */
  tell: (event: { type: string; info?: unknown }) => boolean;
  /** The answer to `check`, and to what that page asks for; null for another request. */
  answer: (dataId: string) => Promise<JsonObject> | null;
}

/**
 * @param find all that the page shows, but what was seen
 * @param done gets what came of it
 */
export function createCheckPages(
  tools: Tools,
  find: () => Promise<Omit<CheckState, 'seen'>>,
  done: (result: CheckResult) => void,
): CheckPages {
  /** From then on MSX promises the actions of a slideshow as well. */
  const tellsVisible = tools.build >= VISIBLE_SINCE;
  const request = (dataId: string): string => `request:interaction:${dataId}@${tools.pluginUrl}`;
  const show = `slideshow:${request('check-slides')}`;
  /** Of the last run. */
  let heard: string[] = [];
  let beganAtMs: number | null = null;
  let isDone = false;
  /** What comes next, and by which event. */
  let next: { event: string; run: () => void } | null = null;
  /** Of which kind MSX shows what is the check's own: most events do not say of what they are. */
  const isOwn: Record<string, boolean> = {};

  /** Goes on at the event, or after so long without it. */
  const goOn = (event: string, mostMs: number, run: () => void): void => {
    const step = { event, run };
    next = step;
    tools.setTimer(() => {
      if (next === step) run();
    }, mostMs);
  };
  const checked = (): Promise<Line[]> =>
    find().then((state) => checkLines({ ...state, seen: isDone ? heard : null }));

  function finish(): void {
    next = null;
    isDone = true;
    void checked().then((lines) => {
      done({ lines, events: heard });
      // Where the sound cannot be played, MSX's message would cover the result.
      if (tellsVisible) tools.executeAction('cleanup');
      tools.executeAction(showAgain(tools, FLAG, 'check'));
    });
  }
  function begin(): void {
    isDone = false;
    heard = [];
    beganAtMs = tools.nowMs();
    goOn('slider:stop', MOST_PICTURES_MS, () => {
      goOn('video:stop', MOST_SOUND_MS, finish);
      playCheckSound(tools);
    });
  }
  /** From MSX 0.1.160 on; before, it is not said that the plugin may. */
  const goThroughPictures = (): void =>
    ['slider:next', 'slider:stop'].forEach((action, index) =>
      tools.setTimer(
        () => {
          if (isOwn.slider) tools.executeAction(action);
        },
        PICTURE_MS * (index + 1),
      ),
    );

  return {
    tell: ({ type, info }) => {
      const kind = type.split(':')[0]!;
      if (info) isOwn[kind] = isInPage(fieldsOf(info).url);
      if (!isOwn[kind]) return false;
      if (next && heard.length < MOST_HEARD) heard.push(`${tools.nowMs() - beganAtMs!} ${type}`);
      if (type === 'slider:load' && tellsVisible) goThroughPictures();
      if (/:stop$/.test(type)) isOwn[kind] = false;
      if (next && next.event === type) next.run();
      return true;
    },
    answer: (dataId) => {
      if (dataId === 'check-slides')
        return Promise.resolve(
          checkSlides(tellsVisible ? `execute:service:slider:silent:${request('slide')}` : ''),
        );
      if (dataId === 'check-again') {
        if (next) return Promise.resolve(actionAnswer(NOTHING));
        begin();
        return Promise.resolve(actionAnswer(show));
      }
      if (dataId !== 'check') return null;
      if (beganAtMs === null) {
        begin();
        tools.setTimer(() => tools.executeAction(show), BEGIN_AFTER_MS);
      }
      return checked().then((lines) => checkPage(lines, tools.build, FLAG, busyAction(tools, 'check-again')));
    },
  };
}
