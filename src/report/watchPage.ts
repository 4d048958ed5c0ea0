/** What the page itself says of its life. */
interface PageLife {
  visible: (isVisible: boolean) => void;
  /** It goes: the last moment in which something can be sent. May come twice. */
  closing: () => void;
  /** It came back from the browser's memory of pages. */
  restored: () => void;
}

/** Listens to the page, for as long as that lives. Without one (Node), nothing happens. */
export function watchPage({ visible, closing, restored }: PageLife): void {
  if (typeof window === 'undefined') return;
  const look = (): void => visible(!document.hidden);
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pagehide', closing);
  // Some TVs close a page without pagehide.
  window.addEventListener('unload', closing);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) restored();
  });
  look();
}
