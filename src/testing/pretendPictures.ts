/**
 * jsdom loads no pictures. Here one counts as shown when its host has given it, and as broken when not; it has no size.
 */
export function pretendPictures(window: Window & typeof globalThis): void {
  const ending = new AbortController();
  window.addEventListener('unload', () => ending.abort());
  const prototype = window.HTMLImageElement.prototype;
  const src = Object.getOwnPropertyDescriptor(prototype, 'src')!;
  Object.defineProperty(prototype, 'src', {
    ...src,
    set(this: HTMLImageElement, address: string) {
      src.set!.call(this, address);
      const { src: url } = this;
      fetch(url, { signal: ending.signal }).then(
        ({ ok }) => {
          if (this.src === url) this.dispatchEvent(new window.Event(ok ? 'load' : 'error'));
        },
        () => {
          if (this.src === url && !ending.signal.aborted) this.dispatchEvent(new window.Event('error'));
        },
      );
    },
  });
}
