const LOADING_DELAY_MS = 1_000;

/** The busy sign of a plugin, which comes only when something takes long (plugins/plugin-api-reference). */
export interface Loading {
  startLoading(): void;
  stopLoading(): void;
  setLoadingDelay(delayMs: number): void;
  getLoadingDelay(): number;
}

export function createLoading(send: (action: string) => void, isReady: () => boolean): Loading {
  let delay = LOADING_DELAY_MS;
  let timer = 0;
  let shown = false;
  return {
    startLoading: () => {
      if (!isReady() || shown) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        shown = true;
        send('interaction:busy:start:interaction');
      }, delay);
    },
    stopLoading: () => {
      window.clearTimeout(timer);
      if (shown) send('interaction:busy:stop:interaction');
      shown = false;
    },
    setLoadingDelay: (delayMs) => {
      delay = delayMs;
    },
    getLoadingDelay: () => delay,
  };
}
