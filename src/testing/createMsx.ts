import type { Fields } from '../preview/fields.js';
import type { LogEntry } from '../preview/messageLog.js';
import type { HostState, TestApi } from '../preview/testApi.js';
import type { Toast } from '../preview/toasts.js';

export type { HostState, LogEntry };

/** How long something may take to be seen. */
const PATIENCE_MS = 15_000;
/** Positions move without a change that is told. */
const GLANCE_MS = 200;

/** The small MSX as a test sees it, in a browser and in jsdom alike. */
export interface Msx {
  /** What is on screen: lines of the menu, content, panel, slideshow, player, toasts, and where the focus is. */
  state: () => Promise<HostState>;
  /** Waits until the state is as wanted. @throws an Error with the last state in it, after 15 s */
  until: (what: string, wanted: (state: HostState) => boolean) => Promise<HostState>;
  /** Presses keys, by their names in browsers: `ArrowDown`, `Enter`, `Backspace`; `o` is the options key. */
  press: (...keys: string[]) => Promise<void>;
  /** Executes an action, as if MSX itself did. */
  execute: (action: string, data?: unknown) => Promise<void>;
  /** Executes an action, and waits until what it starts plays. */
  play: (action: string, data?: unknown) => Promise<HostState>;
  /** Executes an action, and waits until the picture is there that it leads to. */
  see: (action: string, data?: unknown) => Promise<HostState>;
  /** Waits until this slide of a slideshow is there; the first is 0. */
  slide: (index: number) => Promise<HostState>;
  /** Lets what plays come to its end, as if the time had passed. What is paused stays so. */
  endMedia: () => Promise<void>;
  /** Waits for a toast with the text. */
  toast: (text: string | RegExp) => Promise<Toast>;
  /** Loads a plugin, and waits until it is ready. */
  load: (plugin: string) => Promise<void>;
  /** Hands the plugin an event, e.g. `{ event: 'app:suspend' }`. */
  tell: (event: Fields) => Promise<void>;
  /** Everything that MSX and the plugin said to each other, and every line of MSX's log. */
  messages: () => Promise<LogEntry[]>;
  /** What MSX said to the plugin: the `data` of each message. */
  told: () => Promise<Fields[]>;
  /** The names of the events that the plugin was sent, in order. */
  events: () => Promise<string[]>;
  /** Answers as this version of MSX from now on. */
  answerAs: (version: string) => Promise<void>;
  /** Answers the plugin no more, or again. */
  silence: (silent: boolean) => Promise<void>;
  /** Changes a setting as a person does on the TV. @throws an Error for one that it does not have */
  set: (name: string, value: string) => Promise<void>;
  /** Lets all that was started come to an end: a message there and back. */
  settled: () => Promise<void>;
}

type Verb = Exclude<keyof TestApi, 'events' | 'onChange'>;

/** How `window.msx` of the host page is reached. */
export interface Driver {
  call<Name extends Verb>(
    name: Name,
    ...values: Parameters<TestApi[Name]>
  ): Promise<ReturnType<TestApi[Name]>>;
  messages(): Promise<LogEntry[]>;
  /** Waits for the next change, at most so long. */
  changed(patienceMs: number): Promise<void>;
  press(key: string): Promise<void>;
}

export function createMsx(driver: Driver): Msx {
  const call: Driver['call'] = (name, ...values) => driver.call(name, ...values);
  const set: Msx['set'] = async (name, value) => {
    if (!(await call('setting', name, value))) throw new Error(`The small MSX cannot change "${name}"`);
  };
  const msx: Msx = {
    state: () => call('state'),
    until: async (what, wanted) => {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const now = await call('state');
        if (wanted(now)) return now;
        if (Date.now() > deadline)
          throw new Error(`Not seen within 15 s: ${what}. On screen: ${JSON.stringify(now, null, 1)}`);
        await driver.changed(GLANCE_MS);
      }
    },
    press: async (...keys) => {
      for (const key of keys) await driver.press(key);
    },
    execute: (action, data) => call('execute', action, data ?? null),
    play: async (action, data) => {
      await msx.execute(action, data);
      return msx.until('it plays', ({ player }) => player?.state === 'playing');
    },
    see: async (action, data) => {
      await msx.execute(action, data);
      return msx.until('the picture', ({ slideshow }) => slideshow?.image === 'shown');
    },
    slide: (index) =>
      msx.until(
        `slide ${index}`,
        ({ slideshow }) => slideshow?.index === index && slideshow.image === 'shown',
      ),
    endMedia: () => call('endMedia'),
    toast: async (text) => {
      const meant = (one: Toast) => (typeof text === 'string' ? one.text === text : text.test(one.text));
      const { allToasts } = await msx.until(`the toast ${String(text)}`, (s) => s.allToasts.some(meant));
      return allToasts.find(meant)!;
    },
    load: async (plugin) => {
      await msx.execute(`interaction:load:${plugin}`);
      await msx.until('the plugin', (s) => s.plugin.ready);
    },
    tell: (event) => call('sendEvent', event),
    messages: () => driver.messages(),
    told: async () =>
      (await driver.messages())
        .filter(({ from }) => from === 'app')
        .map(({ message }) => (message as { data: Fields | null }).data ?? {}),
    events: async () =>
      (await msx.told()).map(({ event }) => event).filter((event) => typeof event === 'string'),
    answerAs: (version) => set('msxVersion', version),
    silence: (silent) => set('app', silent ? 'silent' : 'normal'),
    set,
    settled: async () => {
      await msx.execute('logger:debug:settled');
      await driver.changed(0);
    },
  };
  return msx;
}
