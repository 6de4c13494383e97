import { keyOf } from "../talk/merge-messages";
import type { TalkFile, TalkMessage } from "../talk/talk-state";
import { make, timeOfDay } from "./elements";
import { describeFile, readableSize, shownAs } from "./file-elements";

const marks: Readonly<Record<TalkMessage["status"], string>> = {
  waiting: "Waiting",
  stored: "✓ Stored",
  refused: "Refused",
};

interface Entry {
  readonly message: TalkMessage;
  readonly element: HTMLElement;
}

/** Shows messages in a log, in their order, and touches only what has changed. */
export function messageList(log: HTMLElement): (messages: readonly TalkMessage[]) => void {
  const entries = new Map<string, Entry>();
  return (messages) => {
    let next = log.firstElementChild;
    for (const message of messages) {
      const known = entries.get(keyOf(message));
      const element = known === undefined ? describe(message) : renew(known, message);
      entries.set(keyOf(message), { message, element });
      if (next === known?.element) {
        next = next?.nextElementSibling ?? null;
      }
      if (known === undefined || element !== known.element || element.nextElementSibling !== next) {
        known?.element.remove();
        log.insertBefore(element, next);
      }
    }
  };
}

/** Progress of an upload changes only its bar: a screen reader would announce a new element each time. */
function renew({ message: known, element }: Entry, message: TalkMessage): HTMLElement {
  if (known === message) {
    return element;
  }
  const bar = element.querySelector("progress");
  const progress = message.file?.progress;
  if (
    bar !== null &&
    progress !== undefined &&
    message.file?.url === undefined &&
    message.status === known.status
  ) {
    bar.value = progress;
    return element;
  }
  return describe(message);
}

function describe(message: TalkMessage): HTMLElement {
  const isOwn = message.from === "visitor";
  const footer = make("span", "meta", timeOfDay(message.timestamp));
  if (isOwn) {
    footer.append(make("span", "mark", marks[message.status]));
  }
  const element = make(
    "div",
    `message ${isOwn ? "own" : "other"} ${message.status}`,
    make("span", "visually-hidden", isOwn ? "You: " : "Host: "),
    make(
      "span",
      "text",
      ...(message.file === undefined ? [message.text] : describeTalkFile(message.file, message)),
    ),
    footer,
  );
  if (message.reason !== undefined) {
    element.append(make("span", "reason", message.reason));
  }
  return element;
}

function describeTalkFile(file: TalkFile, { status }: TalkMessage): (Node | string)[] {
  const size = make("span", "size", readableSize(file.size));
  if (file.url !== undefined) {
    return [describeFile(file.name, shownAs(file.type), file.url), " ", size];
  }
  if (status !== "waiting") {
    return [make("span", "file", file.name), " ", size];
  }
  const bar = make("progress", "upload");
  bar.max = 1;
  bar.value = file.progress ?? 0;
  bar.setAttribute("aria-label", `Upload of ${file.name}`);
  return [make("span", "file", file.name), " ", size, bar];
}
