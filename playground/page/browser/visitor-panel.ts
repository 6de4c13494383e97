import type { TalkState } from "../talk/talk-state";
import { VisitorTalk } from "../talk/visitor-talk";
import { listenForFiles } from "./attach";
import { byId, make, submitOnEnter, takeText } from "./elements";
import { recall, remember } from "./memory";
import { openWire } from "./open-wire";
import { uploadFile } from "./upload-file";
import { messageList } from "./visitor-message";

const framesShown = 200;
const longestFrameShown = 400;

const connections: Readonly<Record<TalkState["connection"], string>> = {
  connecting: "Connecting …",
  joined: "Online",
  lost: "Offline, trying again …",
  refused: "Refused",
};

/** Plays the visitor: shows the talk and lets a person take part. */
export function showVisitor(webSocketUrl: string, channelName: string): void {
  const showMessages = messageList(byId("visitor-log", HTMLElement));
  const remembered = recall(channelName);

  const talk = new VisitorTalk<File>({
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
    upload: uploadFile,
    remember: (talked) => remember(channelName, talked),
    onChange: (state) => {
      showConnection(state);
      showMessages(state.messages);
      byId("visitor-earlier", HTMLElement).hidden = !state.hasEarlier;
    },
  });

  showMessages(talk.state.messages);
  listen(talk, remembered.memberName);
  talk.connect();
}

function listen(talk: VisitorTalk<File>, memberName: string): void {
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
  listenForFiles({
    panelId: "visitor-panel",
    buttonId: "visitor-attach",
    textId: "visitor-text",
    onFile: (file) => talk.attach(file),
  });
  byId("visitor-earlier", HTMLElement).addEventListener("click", () => talk.showEarlier());
  name.value = memberName;
  name.addEventListener("change", () => talk.rename(name.value.trim()));
  byId("visitor-retry", HTMLButtonElement).addEventListener("click", () => talk.connect());
  addEventListener("online", () => talk.connect());
}

function showConnection({ connection, notice }: TalkState): void {
  const status = byId("visitor-status", HTMLElement);
  if (status.dataset.state !== connection) {
    status.dataset.state = connection;
    status.textContent = connections[connection];
  }
  byId("visitor-notice", HTMLElement).textContent = notice ?? "";
  byId("visitor-retry", HTMLElement).hidden = connection !== "refused";
}

function showFrame(direction: "out" | "in", text: string): void {
  const frames = byId("frames", HTMLElement);
  const shown = text.length > longestFrameShown ? `${text.slice(0, longestFrameShown)} …` : text;
  frames.append(make("div", `frame ${direction}`, `${direction === "out" ? ">" : "<"} ${shown}`));
  while (frames.childElementCount > framesShown) {
    frames.firstElementChild?.remove();
  }
}
