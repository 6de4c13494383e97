/** Returns the element with this id. @throws Error if the page has no such element of that kind */
export function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) {
    throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  }
  return element;
}

/** Creates an element. Strings become text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/** Creates an element with the local time of day of an ISO 8601 time. */
export function timeOfDay(iso: string): HTMLTimeElement {
  const time = make(
    "time",
    "time",
    new Date(iso).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }),
  );
  time.dateTime = iso;
  return time;
}

/** Keeps the end of a log visible while it grows or shrinks, unless the user scrolled up. */
export function followEnd(log: HTMLElement): void {
  let isAtEnd = true;
  const follow = () => {
    if (isAtEnd) {
      log.scrollTop = log.scrollHeight;
    }
  };
  let lastTop = 0;
  log.addEventListener("scroll", () => {
    // Scroll events come late. A picture may have grown the log since the last scroll, without any action of the
    // user.
    const isNearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    isAtEnd = isNearEnd || (isAtEnd && log.scrollTop >= lastTop);
    lastTop = log.scrollTop;
  });
  // A picture gets its height when it has loaded. Its events do not bubble.
  for (const type of ["load", "loadedmetadata", "error"]) {
    log.addEventListener(type, follow, true);
  }
  new MutationObserver(follow).observe(log, { childList: true });
  new ResizeObserver(follow).observe(log);
}

/**
 * Submits a form on Enter. Shift+Enter inserts a line break. Enter does not submit while an input method composes a
 * character.
 */
export function submitOnEnter(input: HTMLTextAreaElement): void {
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      input.form?.requestSubmit();
    }
  });
}

/** Returns the text of a composer and empties it. Returns `undefined` if the text is blank. */
export function takeText(input: HTMLTextAreaElement): string | undefined {
  const text = input.value.trim();
  input.focus();
  if (text === "") {
    return undefined;
  }
  input.value = "";
  return text;
}
