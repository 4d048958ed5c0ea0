/** What the page itself says of its life. */
export interface PageLife {
  hidden(): void;
  visible(): void;
  /** It goes: the last moment in which something can be sent. */
  closing(): void;
  /** It came back from the browser's memory of pages. */
  restored(): void;
}

/** Listens to the page. Without one (Node), nothing happens. @returns stops listening. */
export function watchPage(life: PageLife): () => void {
  if (typeof document === 'undefined' || typeof window === 'undefined') return () => undefined;
  const visibility = (): void => (document.hidden ? life.hidden() : life.visible());
  const shown = (event: PageTransitionEvent): void => {
    if (event.persisted) life.restored();
  };
  const closing = (): void => life.closing();
  document.addEventListener('visibilitychange', visibility);
  window.addEventListener('pagehide', closing);
  // Some TVs close a page without pagehide.
  window.addEventListener('unload', closing);
  window.addEventListener('pageshow', shown);
  if (document.hidden) life.hidden();
  return () => {
    document.removeEventListener('visibilitychange', visibility);
    window.removeEventListener('pagehide', closing);
    window.removeEventListener('unload', closing);
    window.removeEventListener('pageshow', shown);
  };
}
