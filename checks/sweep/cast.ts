import { setTimeout as sleep } from "node:timers/promises";
import type { Telegram } from "@kite-chat/bot-api-server";
import type { KiteProcess } from "../harness/kite-process";
import { Host } from "../harness/kite-run";
import { type VisitorObserver, WebVisitor } from "../harness/web-visitor";
import { nameOf } from "./check-to-host";
import type { GatewayError, HostAddress, HostText, Notice, Reception, Silence, VisitorText } from "./history";
import type { Record } from "./record";
import type { TelegramSide } from "./telegram-side";
import type { Traffic, TrafficMessage } from "./traffic";

/** The visitors and hosts of a run, with a record of what each of them sent and received. */
export class Cast {
  readonly visitors: readonly WebVisitor[];
  readonly hosts: readonly Host[];
  readonly receptions: Reception[] = [];
  readonly notices: Notice[] = [];
  readonly silences: Silence[] = [];
  readonly gatewayFrames: (Omit<GatewayError, "explained"> & { readonly requestId: string })[] = [];
  readonly hostTexts: Omit<HostText, "takenAt" | "declined">[] = [];
  readonly #texts = new Map<string, { -readonly [Key in keyof VisitorText]: VisitorText[Key] }>();
  readonly #silentSince = new Map<string, number>();
  readonly #record: Record;
  readonly #telegramSide: TelegramSide;

  private constructor(
    traffic: Traffic,
    hosts: readonly Host[],
    { kite, record, telegramSide }: { kite: KiteProcess; record: Record; telegramSide: TelegramSide },
  ) {
    this.#record = record;
    this.#telegramSide = telegramSide;
    this.hosts = hosts;
    const observer = this.#observer();
    this.visitors = traffic.visitors.map(({ memberId, channel }) => {
      const channelName = traffic.channels[channel] ?? "";
      const url = () => kite.webSocketUrl(sweptStage, channelName);
      return new WebVisitor({ memberId, memberName: nameOf(memberId), channelName, url, observer });
    });
  }

  /** Creates the channels, and waits until every visitor has joined. @throws Error on a timeout */
  static async assemble(
    traffic: Traffic,
    context: { kite: KiteProcess; telegram: Telegram; record: Record; telegramSide: TelegramSide },
  ): Promise<Cast> {
    const hosts = traffic.channels.map((name) => new Host(context, name));
    await Promise.all(hosts.map((host) => host.hostChannel()));
    const cast = new Cast(traffic, hosts, context);
    for (const end = Date.now() + joinPatienceMilliseconds; ; await sleep(50)) {
      if (cast.visitors.every(({ online }) => online)) {
        return cast;
      }
      if (Date.now() > end) {
        cast.close();
        throw new Error("Some visitors did not join in time.");
      }
    }
  }

  /** Tokens that visitors have received. */
  get received(): ReadonlySet<string> {
    return new Set(this.receptions.map(({ token }) => token));
  }

  get visitorTexts(): readonly VisitorText[] {
    return [...this.#texts.values()];
  }

  /**
   * Sends a message of the traffic.
   * @returns false if a host sends nothing, because there is no message to reply to yet
   */
  send(message: TrafficMessage): boolean {
    return message.from === "visitor" ? this.#visitorSends(message) : this.#hostSends(message);
  }

  /** Returns the recipient of a planned reply, if only one member may receive it. */
  recipientOf(message: TrafficMessage): WebVisitor | undefined {
    if (message.from !== "host" || message.kind !== "reply") {
      return undefined;
    }
    const address = this.#addressOf(message)?.address;
    const text = address?.kind === "reply" ? this.#texts.get(address.to) : undefined;
    return this.visitors.find(({ memberId }) => memberId === text?.memberId);
  }

  close(): void {
    for (const visitor of this.visitors) {
      visitor.close();
    }
  }

  #visitorSends({ token, asFile, visitor: index }: TrafficMessage & { from: "visitor" }): boolean {
    const visitor = this.visitors[index];
    if (visitor === undefined) {
      return false;
    }
    const { memberId, channelName } = visitor;
    this.#texts.set(token, { token, memberId, channelName });
    visitor.send({ token, text: `${token} from the visitor`, asFile });
    return true;
  }

  #hostSends(message: TrafficMessage & { from: "host" }): boolean {
    const host = this.hosts[message.channel];
    const { address, replyTo: to } = this.#addressOf(message) ?? {};
    if (host === undefined || address === undefined) {
      return false;
    }
    const { token, asFile } = message;
    const saidAt = Date.now();
    const replyTo = to === undefined ? undefined : { message_id: to };
    const sent = asFile
      ? host.sendFile(`${token}.pdf`, `${token} from the host`, replyTo)
      : host.say(`${token} from the host`, replyTo);
    const { channelName } = host;
    this.hostTexts.push({ token, channelName, messageId: sent.message_id, address, saidAt });
    const how = address.kind === "plain" ? "says" : `replies to ${address.to}:`;
    this.#record.note(`host ${channelName}`, `${how} ${token} as message ${sent.message_id}`);
    return true;
  }

  #addressOf(message: TrafficMessage & { from: "host" }): Found | undefined {
    const host = this.hosts[message.channel];
    const posts = this.#telegramSide.posts.filter(
      (post) => post.chatId === host?.chatId && post.messageId !== undefined,
    );
    if (message.kind === "own") {
      const own = this.hostTexts
        .filter(({ channelName }) => channelName === host?.channelName)
        .slice(-recentMessages);
      const to = own[Math.floor(message.pick * own.length)];
      return to && { address: { kind: "own", to: to.token }, replyTo: to.messageId };
    }
    if (message.kind === "plain") {
      const isKnown = posts.some(({ status, endedAt }) => status === 200 && endedAt < Date.now() - 1_000);
      return isKnown ? { address: { kind: "plain" } } : undefined;
    }
    const recent = posts.slice(-recentMessages);
    const post = recent[Math.floor(message.pick * recent.length)];
    const [to] = post?.tokens ?? [];
    return to === undefined ? undefined : { address: { kind: "reply", to }, replyTo: post?.messageId };
  }

  #observer(): VisitorObserver {
    const note = (visitor: WebVisitor, what: string) =>
      this.#record.note(`visitor ${visitor.memberId}`, what);
    return {
      onMessage: (visitor, token, messageId) => {
        this.receptions.push({ memberId: visitor.memberId, token, at: Date.now() });
        note(visitor, `receives ${token} as ${messageId}`);
      },
      onRepeat: (visitor, messageId) => note(visitor, `drops a repeat of ${messageId}`),
      onFrozen: (visitor, token) => {
        note(visitor, `has a frozen socket, and never sees ${token} [push-lost]`);
        this.#record.count("push-lost", true);
      },
      onSilence: ({ memberId }) => {
        this.#silentSince.set(memberId, this.#silentSince.get(memberId) ?? Date.now());
      },
      onHearing: ({ memberId }) => {
        const from = this.#silentSince.get(memberId);
        this.#silentSince.delete(memberId);
        if (from !== undefined) {
          this.silences.push({ memberId, from, to: Date.now() });
        }
      },
      onSend: (visitor, token, timestamp) => {
        const text = this.#texts.get(token);
        if (text !== undefined && timestamp !== undefined) {
          text.sentAt ??= Date.now();
          text.timestamp = Date.parse(timestamp);
        }
        note(
          visitor,
          timestamp === undefined ? `requests an upload for ${token}` : `sends ${token} of ${timestamp}`,
        );
      },
      onAck: (visitor, token, storedAt) => {
        const text = this.#texts.get(token);
        if (text !== undefined) {
          text.acknowledgedAt = Date.now();
          text.storedAt = Date.parse(storedAt);
        }
        note(visitor, `has the ACK of ${token}, stored at ${storedAt}`);
      },
      onError: (visitor, reason, code) => {
        note(visitor, `receives ERR ${code}: ${reason}`);
        if (noticeCodes.has(code)) {
          this.notices.push({ memberId: visitor.memberId, at: Date.now() });
        }
      },
      onNotice: (visitor, text) => {
        note(visitor, `receives the notice ${text}`);
        this.notices.push({ memberId: visitor.memberId, at: Date.now() });
      },
      onGatewayFrame: (visitor, { message = "", requestId = "" }) => {
        note(visitor, `receives from the gateway: ${message} (${requestId})`);
        this.gatewayFrames.push({ memberId: visitor.memberId, at: Date.now(), message, requestId });
      },
    };
  }
}

interface Found {
  readonly address: HostAddress;
  readonly replyTo?: number | undefined;
}

const joinPatienceMilliseconds = 120_000;

/** Name of the served stage. */
export const sweptStage = "dev";

/** Number of recent messages from which a host chooses one to reply to. */
const recentMessages = 12;

/** Codes of errors that report an undelivered message. The client must not send its frame again. */
const noticeCodes: ReadonlySet<number> = new Set([403, 404, 410]);
