import type { TalkMessage, TalkState } from "../talk/talk-state";
import { VisitorTalk } from "../talk/visitor-talk";
import { byId, make, submitOnEnter, takeText, timeOfDay } from "./elements";
import { recall, remember } from "./memory";
import { openWire } from "./open-wire";

const FRAMES_SHOWN = 200;
const LONGEST_FRAME_SHOWN = 400;

const CONNECTIONS: Readonly<Record<TalkState["connection"], string>> = {
  connecting: "Connecting …",
  joined: "Online",
  lost: "Offline, trying again …",
  refused: "Refused",
};

const MARKS: Readonly<Record<TalkMessage["status"], string>> = {
  waiting: "Waiting",
  stored: "✓ Stored",
  refused: "Refused",
};

/** Plays the visitor: shows the talk and lets a person take part. */
export function showVisitor(webSocketUrl: string, channelName: string): void {
  const entries = new Map<string, { readonly message: TalkMessage; readonly element: HTMLElement }>();
  const log = byId("visitor-log", HTMLElement);
  const remembered = recall(channelName);

  const talk = new VisitorTalk({
    channelName,
    remembered,
    clock: {
      now: () => Date.now(),
      setTimeout: (callback, milliseconds) => {
        const handle = setTimeout(callback, milliseconds);
        return { cancel: () => clearTimeout(handle) };
      },
    },
    openWire: (events) => openWire(webSocketUrl, events, showFrame),
    remember: (talked) => remember(channelName, talked),
    onChange: (state) => {
      showConnection(state);
      showMessages(log, entries, state.messages);
    },
  });

  listen(talk, remembered.memberName);
  talk.connect();
}

function listen(talk: VisitorTalk, memberName: string): void {
  const composer = byId("visitor-composer", HTMLFormElement);
  const input = byId("visitor-text", HTMLTextAreaElement);
  const name = byId("visitor-name", HTMLInputElement);
  submitOnEnter(input);
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = takeText(input);
    if (text !== undefined) {
      talk.say(text);
    }
  });
  name.value = memberName;
  name.addEventListener("change", () => talk.rename(name.value.trim()));
  byId("visitor-retry", HTMLButtonElement).addEventListener("click", () => talk.connect());
  addEventListener("online", () => talk.connect());
}

function showConnection({ connection, notice }: TalkState): void {
  const status = byId("visitor-status", HTMLElement);
  if (status.dataset.state !== connection) {
    status.dataset.state = connection;
    status.textContent = CONNECTIONS[connection];
  }
  byId("visitor-notice", HTMLElement).textContent = notice ?? "";
  byId("visitor-retry", HTMLElement).hidden = connection !== "refused";
}

function showMessages(
  log: HTMLElement,
  entries: Map<string, { readonly message: TalkMessage; readonly element: HTMLElement }>,
  messages: readonly TalkMessage[],
): void {
  for (const message of messages) {
    const key = `${message.from}/${message.messageId}`;
    const known = entries.get(key);
    if (known?.message === message) {
      continue;
    }
    const element = describe(message);
    if (known === undefined) {
      log.append(element);
    } else {
      known.element.replaceWith(element);
    }
    entries.set(key, { message, element });
  }
}

function describe(message: TalkMessage): HTMLElement {
  const isOwn = message.from === "visitor";
  const footer = make("span", "meta", timeOfDay(message.timestamp));
  if (isOwn) {
    footer.append(make("span", "mark", MARKS[message.status]));
  }
  const element = make(
    "div",
    `message ${isOwn ? "own" : "other"} ${message.status}`,
    make("span", "visually-hidden", isOwn ? "You: " : "Host: "),
    make("span", "text", message.url === undefined ? message.text : describeFile(message.text, message.url)),
    footer,
  );
  if (message.reason !== undefined) {
    element.append(make("span", "reason", message.reason));
  }
  return element;
}

/** A link, for addresses of the web only. */
function describeFile(fileName: string, url: string): Node | string {
  if (!/^https?:\/\//i.test(url)) {
    return fileName;
  }
  const link = make("a", "file", fileName);
  link.href = url;
  link.rel = "noreferrer";
  link.target = "_blank";
  return link;
}

function showFrame(direction: "out" | "in", text: string): void {
  const frames = byId("frames", HTMLElement);
  const shown = text.length > LONGEST_FRAME_SHOWN ? `${text.slice(0, LONGEST_FRAME_SHOWN)} …` : text;
  frames.append(make("div", `frame ${direction}`, `${direction === "out" ? ">" : "<"} ${shown}`));
  while (frames.childElementCount > FRAMES_SHOWN) {
    frames.firstElementChild?.remove();
  }
}
