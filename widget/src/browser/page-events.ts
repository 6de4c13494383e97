/** Listens to the events of the page. */
export interface PageListener {
  setVisible(isVisible: boolean): void;
  /** Called when the device came online, or when the window got the focus. */
  check(): void;
  /** Called when the visitor leaves the page, which may enter the back-forward cache. */
  sleep(): void;
  /** Called when the page was restored from the back-forward cache. */
  wake(): void;
  /** `wouldLose`: whether leaving the page would lose a draft or an unsent message. */
  readonly state: { readonly wouldLose: boolean };
}

/** Listens to the events of the page. @param signal ends it */
export function followPage(listener: PageListener, signal: AbortSignal): void {
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
    target.addEventListener(type, onEvent, { signal });
  }
  noteVisibility();
}
