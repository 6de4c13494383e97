import type { HostEvent, MessageView, SayRequest } from "../host-view";
import { listenForFiles } from "./attach";
import { byId, submitOnEnter, takeText } from "./elements";
import { describeHostMessage } from "./host-message";

/** Plays the host: shows the Telegram chat and lets a person write in it. */
export function showHost(chatTitle: string | undefined, channelName: string): void {
  if (chatTitle === undefined) {
    byId("host-elsewhere", HTMLElement).hidden = false;
    byId("host-composer", HTMLElement).hidden = true;
    byId("host-commands", HTMLElement).hidden = true;
    return;
  }
  byId("host-title", HTMLElement).textContent = chatTitle;
  // After /drop, the page's visitor joins again as soon as the channel has a host.
  const again = byId("host-again", HTMLButtonElement);
  again.dataset.command = `/host ${channelName}`;
  again.textContent = again.dataset.command;
  again.hidden = false;
  const reply = watchReply();
  watchChat((message) => reply.choose(message));
  listen(reply);
}

interface Reply {
  choose(message: MessageView | undefined): void;
  readonly chosen: MessageView | undefined;
}

function watchReply(): Reply {
  const bar = byId("host-reply", HTMLElement);
  const input = byId("host-text", HTMLTextAreaElement);
  let chosen: MessageView | undefined;
  const choose = (message: MessageView | undefined) => {
    chosen = message;
    bar.hidden = message === undefined;
    byId("host-reply-to", HTMLElement).textContent =
      message === undefined ? "" : excerpt(message.text || message.file?.name || "");
    input.focus();
  };
  byId("host-reply-cancel", HTMLButtonElement).addEventListener("click", () => choose(undefined));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== undefined) {
      choose(undefined);
    }
  });
  return {
    choose,
    get chosen() {
      return chosen;
    },
  };
}

function listen(reply: Reply): void {
  const input = byId("host-text", HTMLTextAreaElement);
  submitOnEnter(input);
  byId("host-composer", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const text = takeText(input);
    if (text !== undefined) {
      const replyTo = reply.chosen === undefined ? {} : { replyTo: reply.chosen.id };
      reply.choose(undefined);
      void say({ text, ...replyTo });
    }
  });
  listenForFiles({
    panelId: "host-panel",
    buttonId: "host-attach",
    textId: "host-text",
    onFile: (file) => {
      // As in Telegram's apps, the text in the field becomes the file's caption.
      const query = new URLSearchParams({ name: file.name, caption: input.value.trim() });
      if (reply.chosen !== undefined) {
        query.set("replyTo", String(reply.chosen.id));
      }
      input.value = "";
      reply.choose(undefined);
      void post(`/playground/file?${query}`, file.type || "application/octet-stream", file);
    },
  });
  byId("host-commands", HTMLElement).addEventListener("click", ({ target }) => {
    const command = target instanceof HTMLButtonElement ? target.dataset.command : undefined;
    if (command !== undefined) {
      void say({ text: command });
    }
  });
}

function say(request: SayRequest): Promise<void> {
  return post("/playground/say", "application/json", JSON.stringify(request));
}

async function post(path: string, contentType: string, body: string | File): Promise<void> {
  const notice = byId("host-notice", HTMLElement);
  try {
    const response = await fetch(path, { method: "POST", headers: { "content-type": contentType }, body });
    notice.textContent = response.ok ? "" : ((await response.json()) as { message: string }).message;
  } catch {
    notice.textContent = "The playground did not respond. Check that npm start is still running.";
  }
}

function watchChat(onReply: (message: MessageView) => void): void {
  const log = byId("host-log", HTMLElement);
  const entries = new Map<number, HTMLElement>();
  const events = new EventSource("/playground/events");

  const show = (message: MessageView) => {
    const element = describeHostMessage(message, () => onReply(message));
    const known = entries.get(message.id);
    if (known === undefined) {
      log.append(element);
    } else {
      element.classList.toggle("pinned", known.classList.contains("pinned"));
      known.replaceWith(element);
    }
    entries.set(message.id, element);
  };
  const showPins = (pinned: readonly number[]) => {
    for (const [id, element] of entries) {
      element.classList.toggle("pinned", pinned.includes(id));
    }
  };

  events.addEventListener("message", ({ data }) => {
    const event = JSON.parse(String(data)) as HostEvent;
    switch (event.type) {
      case "state":
        log.replaceChildren();
        entries.clear();
        event.messages.forEach(show);
        showPins(event.pinned);
        showTrouble(event.trouble);
        break;
      case "message":
        show(event.message);
        break;
      case "delete":
        entries.get(event.messageId)?.remove();
        entries.delete(event.messageId);
        break;
      case "pins":
        showPins(event.pinned);
        break;
      case "trouble":
        showTrouble(event.trouble);
        break;
    }
  });
  events.addEventListener("open", () => showStatus("open", "Online"));
  events.addEventListener("error", () => showStatus("lost", "Offline. Reconnecting …"));
}

function showStatus(state: string, text: string): void {
  const status = byId("host-status", HTMLElement);
  status.dataset.state = state;
  status.textContent = text;
}

function showTrouble(trouble: string): void {
  byId("host-notice", HTMLElement).textContent = trouble;
}

function excerpt(text: string): string {
  const line = text.replaceAll("\n", " ");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
