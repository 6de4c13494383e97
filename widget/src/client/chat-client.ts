import { isIdentityToken } from "@kite-chat/protocol";
import { type ChatClientProps, type ChatState, stateOf } from "./chat-state";
import { minute } from "./clock";
import type { LocalFile } from "./file-rules";
import type { TokenSource } from "./identity";
import { StoreSection } from "./key-value-store";
import type { ChatMessage } from "./message";
import { Presence } from "./presence";
import { SocketOwner } from "./socket-owner";
import { keyPrefix } from "./stored-keys";
import { readTabMessage, type TabMessage } from "./tabs";
import { Talk } from "./talk";
import type { VisitorNotes } from "./visitor-notes";

/** The chat of one visitor in one channel: its state for the panel, and its actions. */
export class ChatClient<F extends LocalFile> {
  readonly #props: ChatClientProps<F>;
  readonly #channelStore: StoreSection;
  readonly #presence: Presence;
  readonly #owner: SocketOwner;
  /**
   * The key prefix of the visitor's section in the storage. It is different for each visitor whom the shop has signed
   * in, and empty for any other visitor.
   */
  #visitor = "";
  /** Number of logins and logouts. A token is ignored if another login or logout happened while it was fetched. */
  #identified = 0;
  /** Proves a visitor whom the shop has signed in. */
  #source: TokenSource | undefined;
  /** Time until which JOIN may not change the visitor again, because each change opens another socket. */
  #changesAgainAt = 0;
  #talk: Talk<F>;

  constructor(props: ChatClientProps<F>) {
    this.#props = props;
    this.#channelStore = new StoreSection(props.storage, keyPrefix(props.channel));
    this.#owner = new SocketOwner({
      lock: props.lock,
      connection: () => this.#talk.connection,
      onOwned: () => this.#talk.lostFiles.look(),
      onChange: () => this.#report(),
    });
    this.#presence = new Presence(props.clock, (needsSocket) =>
      this.#owner.need(needsSocket, this.#presence.isWatched),
    );
    this.#talk = this.#startTalk();
    props.bus.listen((message) => this.#hear(readTabMessage(message, this.#visitor)));
    this.#noteStored();
    this.#talk.lostFiles.look();
  }

  get state(): ChatState {
    return stateOf(this.#talk, this.#owner, this.#props.storage);
  }

  /** Notes about the visitor, such as the draft. */
  get notes(): Pick<VisitorNotes, "draft"> {
    return this.#talk.notes;
  }

  /** Notes whether the panel is open. */
  setOpen(isOpen: boolean): void {
    this.#presence.note({ isOpen });
    this.#claim();
    this.#markRead();
  }

  /** Notes whether the tab is visible. */
  setVisible(isVisible: boolean): void {
    this.#presence.note({ isVisible });
    if (isVisible) {
      this.check();
      this.#claim();
      this.#markRead();
    }
  }

  send(text: string): void {
    this.#talk.sender.write(text);
    this.#awaitAnswer();
  }

  /** Sends a file. Check it with `findRefusal` first. */
  attach(file: F): void {
    this.#talk.sender.attach(file);
    this.#awaitAnswer();
  }

  /** Sends a failed message again. */
  retry(messageId: string): void {
    this.#talk.sender.retry(messageId);
    this.#awaitAnswer();
  }

  /** Removes a message that is not sent, and stops its upload. */
  discard(messageId: string): void {
    this.#talk.discard(messageId);
    this.#noteStored();
  }

  /** @param isAsked whether the visitor scrolls up, so that this tab gets the socket. Otherwise the list fits. */
  loadOlder(isAsked: boolean): void {
    const { history, connection } = this.#talk;
    if (history.isLoading || !history.hasOlder) {
      return;
    }
    if (isAsked) {
      this.#talk.loadOlder();
      this.#claim();
    } else if (connection.isJoined) {
      this.#talk.loadOlder();
    }
  }

  /** Sets the name that the host sees, from the next JOIN on. */
  setName(name: string): void {
    this.#talk.identity.setName(name);
    this.#talk.connection.disconnect();
    this.#owner.connect(this.#presence.isWatched);
    this.#report();
  }

  /** Checks the connection after the page became visible, or after the device came online. */
  check(): void {
    this.#talk.connection.check();
  }

  /** Connects again after the connection was given up. */
  reconnect(): void {
    this.#owner.claim();
  }

  /**
   * Closes the connection, because the page is being left. A page in the back-forward cache must not have open
   * connections.
   */
  sleep(): void {
    this.#owner.sleep();
  }

  /** Connects again after the page was restored from the back-forward cache. */
  wake(): void {
    this.#owner.wake();
  }

  /**
   * Signs the visitor in with a token of the shop. Each visitor has a separate section of the storage, named after the
   * token's id.
   * @throws Error if the token does not have the form that the server accepts
   */
  async identify(source: TokenSource): Promise<void> {
    this.#identified += 1;
    await this.#readToken(source);
  }

  /** Deletes all data of the visitor's conversation from this device. */
  reset(): void {
    this.#post({ type: "reset", stored: this.#channelStore.clear() });
    this.#logOut();
  }

  /** Closes the connection and stops all timers. Unsent messages stay stored. */
  close(): void {
    this.#presence.close();
    this.#owner.sleep();
    this.#talk.close();
    this.#props.bus.close();
  }

  /** Reads a token, and changes the visitor if it is another one's: a function may return it at any JOIN. */
  async #readToken(source: TokenSource, isJoin = false): Promise<string> {
    const identified = this.#identified;
    const token = typeof source === "string" ? source : await source();
    if (!isIdentityToken(token)) {
      throw new Error("identify: expected a token of the form id.expiry.signature.");
    }
    const visitor = `signed/${token.split(".", 1)[0]}/`;
    // Meanwhile the visitor may have logged out, or another one may have logged in.
    if (identified === this.#identified) {
      this.#source = source;
      if (visitor !== this.#visitor) {
        const now = this.#props.clock.now();
        if (isJoin && now < this.#changesAgainAt) {
          throw new Error("the function returned another id again.");
        }
        this.#changesAgainAt = isJoin ? now + minute : 0;
        this.#changeVisitor(visitor, isJoin ? [token] : []);
      } else if (this.state.connection === "unavailable") {
        this.reconnect();
      }
    }
    return token;
  }

  /** @param tokens that of the first JOIN, if it is known */
  #startTalk(tokens: string[] = []): Talk<F> {
    return new Talk<F>({
      ...this.#props,
      storage: new StoreSection(this.#channelStore, this.#visitor),
      readToken: async () => tokens.pop() ?? (this.#source && this.#readToken(this.#source, true)),
      hasFixedToken: () => typeof this.#source === "string",
      pingMilliseconds: () => this.#presence.pingMilliseconds(this.#props.isProxied),
      onMessages: (messages, isLive) => this.#onMessages(messages, isLive),
      onChange: () => this.#report(),
      post: (message) => this.#post(message),
    });
  }

  #changeVisitor(visitor: string, tokens?: string[]): void {
    this.#talk.close();
    this.#visitor = visitor;
    this.#talk = this.#startTalk(tokens);
    this.#noteStored();
    this.#talk.lostFiles.look();
    this.#owner.connect(this.#presence.isWatched);
    this.#report();
  }

  #onMessages(messages: readonly ChatMessage[], isLive: boolean): void {
    if (this.#talk.messages.filter(({ status }) => status === "sent").at(-1)?.from === "host") {
      this.#talk.notes.awaitsSince = undefined;
    }
    this.#afterMessages();
    for (const message of isLive ? messages : []) {
      this.#props.onMessage(message);
    }
  }

  #afterMessages(): void {
    this.#noteStored();
    this.#markRead();
    this.#report();
  }

  #awaitAnswer(): void {
    this.#talk.notes.awaitsSince = this.#props.clock.now();
    this.#noteStored();
    this.#claim();
    this.#report();
  }

  /** Reads from the storage whether a socket is needed. */
  #noteStored(): void {
    this.#presence.note({
      awaitsSince: this.#talk.notes.awaitsSince,
      hasUnsent: this.#talk.sender.hasUnsent,
    });
  }

  #markRead(): void {
    const latest = this.#talk.messages.filter(({ from }) => from === "host").at(-1)?.timestamp;
    if (this.#presence.isWatched && latest !== undefined && latest > this.#talk.notes.readUntil) {
      this.#talk.notes.readUntil = latest;
      this.#post({ type: "read" });
      this.#report();
    }
  }

  /** Takes over the socket, because the visitor is active in this tab. */
  #claim(): void {
    if (this.#presence.isVisible) {
      this.#owner.claim();
    }
  }

  #hear(message: TabMessage | undefined): void {
    if (message?.type === "reset") {
      // A storage that is not persistent is not that of all tabs.
      this.#channelStore.clear(this.#props.storage.isPersistent ? (message.stored ?? {}) : undefined);
      this.#logOut();
    } else if (message !== undefined) {
      this.#talk.hear(message);
      this.#afterMessages();
    }
  }

  #logOut(): void {
    this.#identified += 1;
    this.#source = undefined;
    this.#changeVisitor("");
  }

  #post(message: TabMessage): void {
    this.#props.bus.post({ ...message, v: 1, visitor: this.#visitor });
  }

  #report(): void {
    this.#props.onChange(this.state);
  }
}
