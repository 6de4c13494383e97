import { html, nothing, type TemplateResult } from "lit-html";
import { type ChatFile, type ChatMessage, keyOf } from "../client/message";
import { fill, type Texts } from "../texts/texts";
import { readableSize, timeOfDay } from "./format";
import { icons } from "./icons";
import type { ListItem } from "./keyed-list";
import { linkify } from "./linkify";

/** Actions of a visitor on a message of their own. */
export interface MessageActions {
  retry(messageId: string): void;
  discard(messageId: string): void;
  /** Removes a file that was lost, and lets the visitor choose it again. */
  chooseAgain(messageId: string): void;
}

/** Settings of the appearance of messages. */
export interface MessageStyle {
  readonly texts: Texts;
  readonly language: string;
  readonly actions: MessageActions;
}

/**
 * Returns a message as an item of the list.
 * @param isLast whether the message is the last of several messages of one sender. Only the last one shows the time
 */
export function messageItem(message: ChatMessage, isLast: boolean, style: MessageStyle): ListItem {
  const { from, file, text, status } = message;
  const { texts } = style;
  const isPicture = file?.url !== undefined && shownAs(file.type) !== "file";
  const isAlone = isLast || status !== "sent";
  return {
    key: keyOf(message),
    className: `message ${from} ${status} ${isAlone ? "last" : ""}`,
    content: html`<span class="hidden">${from === "visitor" ? texts.you : texts.host}: </span>
      <div class="bubble ${isPicture ? "picture" : ""}">
        ${file ? fileView(message.messageId, file, status, style) : html`<span class="text" dir="auto">${linkify(text)}</span>`}
      </div>
      ${isAlone ? metaView(message, style) : nothing}`,
  };
}

function metaView(message: ChatMessage, { texts, language, actions }: MessageStyle): TemplateResult {
  const { messageId, from, status, failure, timestamp, file } = message;
  if (status === "failed") {
    const reason =
      failure === "reload" ? texts.fileLost : failure === "upload" ? texts.uploadFailed : texts.notSent;
    const again =
      failure === "reload"
        ? html`<button class="action" @click=${() => actions.chooseAgain(messageId)}>${texts.chooseAgain}</button>`
        : html`<button class="action" @click=${() => actions.retry(messageId)}>${texts.tryAgain}</button>`;
    return html`<div class="meta failed">
      <span>${reason}</span> ${again}
      <button class="action" @click=${() => actions.discard(messageId)}>${texts.remove}</button>
    </div>`;
  }
  if (status === "sending") {
    return html`<div class="meta">
      ${texts.sending}
      ${
        file && !file.url
          ? html`<button
              class="action"
              aria-label=${fill(texts.cancelUpload, { name: file.name })}
              @click=${() => actions.discard(messageId)}
            >
              ${texts.cancel}
            </button>`
          : nothing
      }
    </div>`;
  }
  return html`<div class="meta">
    <time datetime=${timestamp}>${timeOfDay(timestamp, language)}</time>
    ${from === "visitor" ? html`<span> · ${texts.sent}</span>` : nothing}
  </div>`;
}

function fileView(
  messageId: string,
  file: ChatFile,
  status: ChatMessage["status"],
  { texts, language }: MessageStyle,
): TemplateResult {
  const { name, size, url, type, progress } = file;
  const details = html`${icons.file}
    <span class="file-text">
      <span class="file-name">${name}</span>
      <span class="file-size">${readableSize(size, language)}</span>
    </span>`;
  if (url === undefined || !/^https?:/i.test(url)) {
    return html`<div class="file">${details}</div>
      ${
        status === "sending" && progress !== undefined
          ? html`<progress
              id="progress-${messageId}"
              max="1"
              .value=${progress}
              aria-label=${fill(texts.uploading, { name })}
            ></progress>`
          : nothing
      }`;
  }
  const open = fill(texts.openFile, { name });
  const link = html`<a class="file" href=${url} target="_blank" rel="noopener nofollow ugc">${details}</a>`;
  switch (shownAs(type)) {
    case "image":
      return html`<a class="preview" href=${url} target="_blank" rel="noopener nofollow ugc" aria-label=${open}>
          <img src=${url} alt=${name} crossorigin="anonymous" @error=${showName} />
        </a>
        <div class="instead">${link}</div>`;
    case "video":
      return html`<video class="preview" src=${url} controls preload="metadata" aria-label=${name}></video>`;
    case "audio":
      return html`<audio src=${url} controls preload="metadata" aria-label=${name}></audio>`;
    default:
      return link;
  }
}

/** Shows the file's name instead of a picture that the browser cannot show, or that a policy of the page forbids. */
function showName({ target }: Event): void {
  if (target instanceof Element) {
    target.closest(".bubble")?.classList.add("broken");
  }
}

function shownAs(type: string): "image" | "video" | "audio" | "file" {
  if (/^image\/(?:jpeg|png|gif|webp)$/.test(type)) {
    return "image";
  }
  return /^video\/(?:mp4|webm)$/.test(type) ? "video" : type.startsWith("audio/") ? "audio" : "file";
}
