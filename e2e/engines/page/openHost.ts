import type { HostState, TestApi } from '../../../src/preview/testApi.js';
import type { TvxInteractionPlugin } from '../../../src/tvx/tvxGlobals.js';
import { until } from './until.js';

interface LibraryWindow extends Window {
  TVXInteractionPlugin: TvxInteractionPlugin;
}

/** The MSX host page in a frame, as a scenario sees it. */
export interface Host {
  msx: TestApi;
  /** Resolves with the state when it is as wanted. */
  until(what: string, wanted: (state: HostState) => boolean): Promise<HostState>;
  /** Presses keys by the names of MSX's action `key:`. */
  press(...keys: string[]): Promise<void>;
  /** What the TVX library itself says in the plugin's page. */
  deviceId(): Promise<string | null>;
}

const shorten = (state: HostState): string => {
  const { screen, menu, content, slideshow, player, error, allToasts } = state;
  return `; on screen: ${JSON.stringify({
    screen,
    menu: menu?.labels,
    content: content && { headline: content.headline, items: content.items.map((item) => item.title) },
    slideshow,
    player,
    error,
    toasts: allToasts.map((toast) => toast.text),
  })}`;
};

/** Opens the host page in a new frame, which takes the place of an earlier one. */
export function openHost(query: Record<string, string>, patienceMs: number): Promise<Host> {
  const holder = document.getElementById('screen')!;
  while (holder.firstChild) holder.removeChild(holder.firstChild);
  const frame = document.createElement('iframe');
  frame.width = '1280';
  frame.height = '720';
  frame.src = `/preview/?${Object.keys(query)
    .map((name) => `${name}=${encodeURIComponent(query[name] ?? '')}`)
    .join('&')}`;
  holder.appendChild(frame);
  const api = (): TestApi | null => {
    const inside = frame.contentWindow;
    return inside?.msx ?? null;
  };
  return until('the MSX host page', api, patienceMs).then((msx) => ({
    msx,
    until: (what, wanted) =>
      until(
        what,
        () => {
          const state = msx.state();
          return wanted(state) && state;
        },
        patienceMs,
        () => shorten(msx.state()),
      ),
    press: (...keys) => {
      keys.forEach((key) => msx.execute(`key:${key}`));
      return Promise.resolve();
    },
    deviceId: () =>
      new Promise((resolve) => {
        const inner = frame.contentDocument?.querySelector('iframe')?.contentWindow as LibraryWindow;
        inner.TVXInteractionPlugin.requestDeviceId!(({ deviceId }) => resolve((deviceId as string) || null));
      }),
  }));
}

/** Whether a text is anywhere on the screen. */
export const shows =
  (text: string) =>
  (state: HostState): boolean =>
    JSON.stringify([state.menu, state.content, state.panel]).indexOf(text) >= 0;
