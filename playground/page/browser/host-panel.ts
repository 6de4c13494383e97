import type { HostEvent, MessageView, SayRequest } from "../host-view";
import { listenForFiles } from "./attach";
import { byId, submitOnEnter, takeText } from "./elements";
import { describeHostMessage, excerptOf } from "./host-message";

/** Simulates the host's app: shows the Telegram chat, and sends what the user writes. */
export function showHost(chatTitle: string | undefined, channelName: string): void {
  if (chatTitle === undefined) {
    byId("host-elsewhere", HTMLElement).hidden = false;
    byId("host-composer", HTMLElement).hidden = true;
    byId("host-commands", HTMLElement).hidden = true;
    return;
  }
  byId("host-title", HTMLElement).textContent = chatTitle;
  // This button is for the time after /drop. The page's visitor joins again as soon as the channel has a host.
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
    byId("host-reply-to", HTMLElement).textContent = message === undefined ? "" : excerptOf(message);
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
      void sendText(text, reply);
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
      scrollToEnd();
      void post(`/playground/file?${query}`, file.type || "application/octet-stream", file);
    },
  });
  byId("host-commands", HTMLElement).addEventListener("click", ({ target }) => {
    const command = target instanceof HTMLButtonElement ? target.dataset.command : undefined;
    if (command !== undefined) {
      scrollToEnd();
      void say({ text: command });
    }
  });
}

/**
 * Sends a text. If this fails, puts the text back into the composer, unless the user has written another text.
 */
async function sendText(text: string, reply: Reply): Promise<void> {
  const { chosen } = reply;
  const input = byId("host-text", HTMLTextAreaElement);
  reply.choose(undefined);
  scrollToEnd();
  const isSent = await say({ text, ...(chosen && { replyTo: chosen.id }) });
  if (!isSent && input.value === "") {
    input.value = text;
    reply.choose(chosen);
  }
}

/** Scrolls to the newest message, even if the user has scrolled up, because it is the user's own message. */
function scrollToEnd(): void {
  const log = byId("host-log", HTMLElement);
  log.scrollTop = log.scrollHeight;
}

function say(request: SayRequest): Promise<boolean> {
  return post("/playground/say", "application/json", JSON.stringify(request));
}

/** Sends a request, and displays the error if it fails. @returns whether it succeeded */
async function post(path: string, contentType: string, body: string | File): Promise<boolean> {
  const notice = byId("host-notice", HTMLElement);
  try {
    const response = await fetch(path, { method: "POST", headers: { "content-type": contentType }, body });
    notice.textContent = response.ok ? "" : ((await response.json()) as { message: string }).message;
    return response.ok;
  } catch {
    notice.textContent = "The playground did not respond. Check that npm start is still running.";
    return false;
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
