/** Listens to the events of the page. */
export interface PageListener {
  setVisible(isVisible: boolean): void;
  /** The device came online, or the window got the focus. */
  check(): void;
  /** The page is left, perhaps for the back-forward cache. */
  sleep(): void;
  /** The page was restored from the back-forward cache. */
  wake(): void;
  /** Whether leaving the page would lose what was typed. */
  readonly state: { readonly wouldLose: boolean };
}

/** Listens to the events of the page. @returns a function that stops it */
export function followPage(listener: PageListener): () => void {
  const noteVisibility = () => listener.setVisible(document.visibilityState === "visible");
  const check = () => listener.check();
  const listeners: readonly [EventTarget, string, (event: Event) => void][] = [
    [document, "visibilitychange", noteVisibility],
    [window, "online", check],
    [window, "focus", check],
    [window, "pagehide", () => listener.sleep()],
    [window, "pageshow", (event) => (event as PageTransitionEvent).persisted && listener.wake()],
    [window, "beforeunload", (event) => listener.state.wouldLose && event.preventDefault()],
  ];
  for (const [target, type, onEvent] of listeners) {
    target.addEventListener(type, onEvent);
  }
  noteVisibility();
  return () => {
    for (const [target, type, onEvent] of listeners) {
      target.removeEventListener(type, onEvent);
    }
  };
}
