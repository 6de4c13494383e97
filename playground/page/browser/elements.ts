/** The element with this id. @throws Error when the page has none of that kind. */
export function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) {
    throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  }
  return element;
}

/** A new element; strings become text, never markup. */
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

/** The time of day of an ISO time, as the visitor's browser writes it. */
export function timeOfDay(iso: string): HTMLTimeElement {
  const time = make(
    "time",
    "time",
    new Date(iso).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }),
  );
  time.dateTime = iso;
  return time;
}

/** Keeps the end of a log in sight while it grows or shrinks, unless somebody scrolled up to read. */
export function followEnd(log: HTMLElement): void {
  let isAtEnd = true;
  const follow = () => {
    if (isAtEnd) {
      log.scrollTop = log.scrollHeight;
    }
  };
  let lastTop = 0;
  log.addEventListener("scroll", () => {
    // Told late: a picture may have grown the log since our own scrolling, which nobody scrolled up from.
    const isNearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    isAtEnd = isNearEnd || (isAtEnd && log.scrollTop >= lastTop);
    lastTop = log.scrollTop;
  });
  // A picture has its height only when it has come; its events do not bubble.
  for (const type of ["load", "loadedmetadata", "error"]) {
    log.addEventListener(type, follow, true);
  }
  new MutationObserver(follow).observe(log, { childList: true });
  new ResizeObserver(follow).observe(log);
}

/** Sends a form with Enter; Shift+Enter makes a new line, and Enter that ends an input method's word does not send. */
export function submitOnEnter(input: HTMLTextAreaElement): void {
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      input.form?.requestSubmit();
    }
  });
}

/** Takes what stands in a composer and empties it; `undefined` when there is nothing but blanks. */
export function takeText(input: HTMLTextAreaElement): string | undefined {
  const text = input.value.trim();
  input.focus();
  if (text === "") {
    return undefined;
  }
  input.value = "";
  return text;
}
