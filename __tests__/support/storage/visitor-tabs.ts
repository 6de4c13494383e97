import { deliver } from "../../../lambda-src/chat/delivery/deliver";
import type { DeliveryOutcome } from "../../../lambda-src/chat/delivery/delivery";
import { type HostMessageOutcome, receiveFromHost } from "../../../lambda-src/chat/hosts/host-message";
import type { Departure, Member, Message } from "../../../lambda-src/chat/model";
import type { OutboxPorts } from "../../../lambda-src/chat/ports";
import { disconnect } from "../../../lambda-src/chat/visitors/connection";
import { admit } from "../../../lambda-src/chat/visitors/frame-limit";
import { join } from "../../../lambda-src/chat/visitors/join";
import { newChannelName, newChatId, newConnectionId } from "./samples";
import type { StorageContext } from "./storage-context";

/**
 * "live": the page shows pushed messages. "frozen": pushes are accepted, and the page shows nothing. "closed": API
 * Gateway answers 410. "failing": API Gateway answers 429.
 */
export type TabState = "live" | "frozen" | "closed" | "failing";

/** A page of the visitor, with its socket. */
export interface Tab {
  readonly connectionId: string;
  state: TabState;
  /** Texts that the visitor has seen on this page. */
  readonly shown: readonly string[];
}

/**
 * One visitor, the host, and the core between them with real tables. No notification starts the outbox, so a test calls
 * `outbox` when a notification would arrive.
 */
export class VisitorTabs {
  readonly channelName = newChannelName();
  readonly hostChatId = newChatId();
  readonly memberId = "ada";
  /** Notices that the host has received. */
  readonly notices: string[] = [];
  readonly ports: OutboxPorts;
  readonly #tabs = new Map<string, Tab & { readonly shown: string[] }>();
  #duringPush: (() => Promise<void>) | undefined;
  #updateId = 0;
  #tag = "";

  readonly context: StorageContext;

  constructor(context: StorageContext) {
    this.context = context;
    const channel = () => ({ ...this.#channel, lastActive: [{ tag: this.#tag, postId: 0 }] });
    this.ports = {
      members: context.members,
      connections: context.connections,
      messages: context.messages,
      routes: context.routes,
      channels: { findHostChat: async () => this.hostChatId, findByHostChat: async () => channel() },
      outbox: { notify: async () => undefined },
      sockets: {
        push: (connectionId: string, message: Message) => this.#push(connectionId, message),
        pushError: async () => "sent",
        disconnect: async () => undefined,
      },
      host: {
        notify: async (_: string, text: string) => {
          this.notices.push(text);
          return { kind: "sent" };
        },
      },
      log: { info() {}, warn() {}, error() {} },
      retentionMilliseconds: 7 * 86_400_000,
      orderWindowMilliseconds: 1_000,
      now: context.now,
      sleep: async () => undefined,
      random: () => 0,
    } as unknown as OutboxPorts;
  }

  get #channel() {
    return { channelName: this.channelName, hostChatId: this.hostChatId, notBefore: 0, failures: 0 };
  }

  /** Opens a page and sends JOIN. */
  async open(): Promise<Tab> {
    const tab = { connectionId: newConnectionId(), state: "live" as TabState, shown: [] };
    this.#tabs.set(tab.connectionId, tab);
    const { channelName, memberId } = this;
    await this.context.connections.open(tab.connectionId, channelName);
    await this.join(tab);
    this.#tag = await this.context.members.tagOf({ channelName, memberId });
    return tab;
  }

  /**
   * Sends JOIN from a page.
   * @param receivedAt time at which the gateway received the frame, possibly long before a function handles it
   */
  async join({ connectionId }: Tab, receivedAt = this.context.time): Promise<void> {
    const { channelName, memberId } = this;
    await join(this.ports, { connectionId, receivedAt }, { channelName, memberId }, "Ada");
  }

  /** Sends a frame from a page. */
  async frame({ connectionId }: Tab, bytes = 0): Promise<void> {
    await admit(this.ports, { connectionId, receivedAt: this.context.time }, () => ({ bytes }));
  }

  /** Closes a page. API Gateway reports the end of its socket. */
  async close(tab: Tab): Promise<void> {
    tab.state = "closed";
    await disconnect(this.ports, tab.connectionId);
  }

  /** Removes the socket of a page from the visitor's row, like a request whose answer is lost. */
  async forget({ connectionId }: Tab): Promise<void> {
    await this.context.members.removeSocket(await this.member(), connectionId);
  }

  /**
   * Sends a message of the host to the visitor.
   * @param updateId the number of an earlier update, to send a copy of that update
   */
  async say(text: string, updateId = this.nextUpdateId()): Promise<HostMessageOutcome["kind"]> {
    const { kind } = await receiveFromHost(this.ports, {
      updateId,
      hostChatId: this.hostChatId,
      chatMessageId: updateId,
      repliesTo: undefined,
      sentAt: new Date(this.context.time).toISOString(),
      contents: [{ type: "text", text }],
    });
    return kind;
  }

  nextUpdateId(): number {
    this.#updateId += 1;
    return this.#updateId;
  }

  /** Runs an action during the next push. */
  duringNextPush(work: () => Promise<unknown>): void {
    this.#duringPush = async () => void (await work());
  }

  /** Handles a notification of the visitor's outbox. */
  outbox(attempt = 1): Promise<DeliveryOutcome> {
    const { channelName, memberId } = this;
    return deliver(
      this.ports,
      { to: "member", channelName, memberId, tag: this.#tag },
      attempt,
      () => 45_000,
    );
  }

  async member(): Promise<Member> {
    const member = await this.context.members.find({ channelName: this.channelName, tag: this.#tag });
    if (!member) {
      throw new Error("The visitor is unknown.");
    }
    return member;
  }

  /** Returns the stored departure of the visitor, if there is one. */
  async departure(): Promise<Departure | undefined> {
    for await (const row of this.context.messages.allPending()) {
      if (row.kind === "departure" && row.departure.tag === this.#tag) {
        return row.departure;
      }
    }
    return undefined;
  }

  pass(milliseconds: number): void {
    this.context.pass({ milliseconds });
  }

  async #push(connectionId: string, { content }: Message) {
    const work = this.#duringPush;
    this.#duringPush = undefined;
    await work?.();
    const tab = this.#tabs.get(connectionId);
    if (!tab || tab.state === "closed") {
      return "gone";
    }
    if (tab.state === "failing") {
      return "failed";
    }
    if (tab.state === "live") {
      tab.shown.push(content.type === "text" ? content.text : "");
    }
    return "sent";
  }
}
