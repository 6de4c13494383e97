import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { OwnHosts } from "../../../playground/own-hosts";
import type { HostChat } from "../../../playground/page/host-chat";
import { createPageHandler } from "../../../playground/page/page-handler";

/** Session of a logged-in person. The real Telegram Web keeps its keys in the same store. */
export const sessionFile = { name: "user_auth", value: "stand-in" };

/** Displays a chat of the playground's Telegram with the elements of Telegram Web A that the suite uses. */
export class TelegramWebStandIn {
  readonly #site: LocalSite;

  private constructor(site: LocalSite) {
    this.#site = site;
  }

  static async start(hostChat: HostChat): Promise<TelegramWebStandIn> {
    const handle = createPageHandler({
      hosts: new OwnHosts("127.0.0.1"),
      files: new Map([
        ["/a/", file("text/html; charset=utf-8", pageHtml)],
        ["/a/app.js", file("text/javascript; charset=utf-8", script)],
      ]),
      setup: { channelName: "", webSocketPath: "" },
      hostChat,
    });
    return new TelegramWebStandIn(await serveLocally(handle));
  }

  get origin(): string {
    return this.#site.url;
  }

  get groupUrl(): string {
    return `${this.origin}/a/#-1001`;
  }

  close(): Promise<void> {
    return this.#site.close();
  }
}

function file(contentType: string, text: string) {
  return { contentType, body: Buffer.from(text) };
}

const pageHtml = `<!doctype html><html lang="en"><title>Telegram Web</title><link rel="icon" href="data:,">
<div id="app"></div><script type="module" src="/a/app.js"></script></html>`;

const script = `
const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
};
const app = document.getElementById("app");
let replyTo;

if (localStorage.getItem("user_auth") === null) {
  app.append(Object.assign(make("div", "custom-scroll", "Log in to Telegram by QR code"), { id: "auth-qr-form" }));
} else {
  // Telegram Web shows a chat some time after it has loaded.
  setTimeout(openChat, 200);
}

function openChat() {
  const list = make("div", "MessageList");
  const bar = make("div", "");
  const composer = editable("editable-message-text", (text) =>
    post("/playground/say", "application/json", JSON.stringify({ text, ...(replyTo && { replyTo }) })));
  app.append(list, bar, composer, attachMenu());
  new EventSource("/playground/events").addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === "state") event.messages.forEach((message) => show(list, bar, message));
    if (event.type === "message") show(list, bar, event.message);
    if (event.type === "delete") document.getElementById("message-" + event.messageId)?.remove();
  });
}

function editable(id, onSend) {
  const element = Object.assign(make("div", "form-control"), { id, contentEditable: "true" });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    onSend(element.innerText.trim());
    element.textContent = "";
    stopReplying();
  });
  return element;
}

function stopReplying() {
  replyTo = undefined;
  document.querySelector(".ComposerEmbeddedMessage")?.remove();
}

function post(path, contentType, body) {
  return fetch(path, { method: "POST", headers: { "content-type": contentType }, body });
}

function show(list, bar, message) {
  const time = make("span", "MessageMeta", new Date(message.time).toTimeString().slice(0, 5));
  const parts = [];
  if (message.file) {
    const icon = make("div", "file-icon-container interactive", "↓");
    icon.addEventListener("click", () => {
      Object.assign(make("a", ""), { href: message.file.url, download: message.file.name }).click();
    });
    parts.push(make("div", "File", icon, make("div", "file-info", make("div", "file-title", message.file.name))));
  }
  const text = make("div", "text-content");
  message.text.split("\\n").forEach((line, index) => text.append(...(index ? [document.createElement("br")] : []), line));
  text.append(time);
  parts.push(text);
  const element = make("div", "Message message-list-item" + (message.isBot ? "" : " own"), ...parts);
  element.id = "message-" + message.id;
  element.dataset.messageId = message.id;
  element.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    openMenu(bar, message);
  });
  const known = document.getElementById(element.id);
  known ? known.replaceWith(element) : list.append(element);
}

function openMenu(bar, message) {
  const item = make("div", "MenuItem", make("i", "icon icon-reply"), "Reply");
  const menu = make("div", "Menu MessageContextMenu fluid", item);
  item.addEventListener("click", () => {
    menu.remove();
    stopReplying();
    replyTo = message.id;
    bar.append(make("div", "ComposerEmbeddedMessage", "Reply to " + message.senderName));
  });
  app.append(menu);
}

function attachMenu() {
  const button = Object.assign(make("button", "AttachMenu--button", "Attach"), { id: "attach-menu-button" });
  const item = make("div", "MenuItem", make("i", "icon icon-document"), "File");
  const menu = make("div", "Menu AttachMenu--menu fluid", item);
  menu.hidden = true;
  button.addEventListener("click", () => { menu.hidden = false; });
  item.addEventListener("click", () => {
    menu.hidden = true;
    const input = Object.assign(document.createElement("input"), { type: "file" });
    input.addEventListener("change", () => openSending(input.files[0]));
    input.click();
  });
  return make("div", "AttachMenu", button, menu);
}

function openSending(file) {
  const modal = make("div", "Modal", file.name);
  const caption = editable("editable-message-text-modal", (text) => {
    const query = new URLSearchParams({ name: file.name, caption: text, ...(replyTo && { replyTo }) });
    post("/playground/file?" + query, file.type, file);
    modal.remove();
  });
  modal.append(Object.assign(make("div", "", caption), { id: "caption-input-text" }));
  app.append(modal);
  caption.focus();
}
`;
