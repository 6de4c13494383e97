import type { Chat, User } from "@grammyjs/types";
import type { PersonFileKind, Telegram, TelegramEvent, UploadedFile } from "@kite-chat/bot-api-server";
import type { HostEvent, SayRequest } from "./host-view";
import { viewMessage } from "./message-view";

/** A file that the host sends. */
export interface HostFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Text below the file. Empty: none. */
  readonly caption: string;
  /** Id of the message that this one replies to. */
  readonly replyTo: number | undefined;
}

/** The host's Telegram chat, as the page displays it. Sends messages as the host. */
export class HostChat {
  readonly #telegram: Telegram;
  readonly chat: Chat;
  readonly #host: User;

  constructor(telegram: Telegram, chat: Chat, host: User) {
    this.#telegram = telegram;
    this.chat = chat;
    this.#host = host;
  }

  get title(): string {
    return this.chat.title ?? this.#host.first_name;
  }

  /** Returns the chat's current state. */
  get state(): HostEvent {
    return {
      type: "state",
      messages: this.#telegram.messages(this.chat.id).map(viewMessage),
      pinned: this.#telegram.pinnedMessageIds(this.chat.id),
      trouble: this.#trouble,
    };
  }

  /** Sends a text as the host. */
  say({ text, replyTo }: SayRequest): void {
    this.#telegram.say(this.chat.id, this.#host.id, text, replyTo === undefined ? {} : { replyTo });
  }

  /** Sends a file as the host. As in Telegram's apps, pictures become photos and videos become videos. */
  sendFile({ name, type, bytes, caption, replyTo }: HostFile): void {
    const kind = kindOf(type);
    const file = { kind, bytes, fileName: name, mimeType: type, caption };
    this.#telegram.sendFile(this.chat.id, this.#host.id, file, { replyTo });
  }

  /** Returns a file of the chat by its id, or `undefined` if there is none. */
  tryFindFile(fileId: string): UploadedFile | undefined {
    return this.#telegram.files.tryFindById(fileId);
  }

  /** Calls `listener` for each further event in the chat. @returns a function that unsubscribes */
  subscribe(listener: (event: HostEvent) => void): () => void {
    let trouble = this.#trouble;
    return this.#telegram.subscribe((event) => {
      const view = this.#viewEvent(event);
      if (view !== undefined) {
        listener(view);
      } else if (trouble !== this.#trouble) {
        trouble = this.#trouble;
        listener({ type: "trouble", trouble });
      }
    });
  }

  /**
   * Telegram reports its last error even after later updates succeed, so the error only matters while updates are
   * pending.
   */
  get #trouble(): string {
    const { last_error_message: error, pending_update_count: waiting } = this.#telegram.webhook.info;
    return error === undefined || waiting === 0
      ? ""
      : `The bot did not accept the last update. Telegram will retry. Error: ${error}`;
  }

  /**
   * Converts an event for the page. Returns `undefined` for events of other chats and events that the page does not
   * show.
   */
  #viewEvent(event: TelegramEvent): HostEvent | undefined {
    const chatId = "message" in event ? event.message.chat.id : "chatId" in event ? event.chatId : undefined;
    if (chatId !== this.chat.id) {
      return undefined;
    }
    switch (event.type) {
      case "delete":
        return { type: "delete", messageId: event.messageId };
      case "pins":
        return { type: "pins", pinned: event.messageIds };
      case "message":
      case "edit":
        return { type: "message", message: viewMessage(event.message) };
      default:
        return undefined;
    }
  }
}

function kindOf(type: string): PersonFileKind {
  if (["image/jpeg", "image/png"].includes(type)) {
    return "photo";
  }
  return type === "video/mp4" ? "video" : type.startsWith("audio/") ? "audio" : "document";
}
