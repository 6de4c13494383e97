import { randomUUID } from "node:crypto";
import { subprotocol } from "@kite-chat/protocol";
import { WebSocket } from "ws";
import type { ChatUrls } from "./chat-urls";
import { ContractError } from "./contract-error";
import { VisitorSocket } from "./visitor-socket";

/** An id or a name of a channel that nobody has, recognizable as ours. */
export function smokeId(): string {
  return `smoke-${randomUUID().slice(0, 13)}`;
}

/** What one check does to a chat; its sockets and requests end with it. */
export class Visit {
  readonly #ended = new AbortController();
  readonly #sockets: WebSocket[] = [];

  constructor(private readonly urls: ChatUrls) {}

  /** Requests a URL. The answer is not followed when it leads elsewhere. */
  request(url: string, init: RequestInit = {}): Promise<Response> {
    return fetch(url, { redirect: "manual", ...init, signal: this.#ended.signal });
  }

  /**
   * Opens a socket.
   * @param channelName for `?c=`
   * @returns the open socket, or the HTTP status that refused it
   */
  async knock(
    channelName: string,
    protocols: readonly string[] = [subprotocol],
  ): Promise<VisitorSocket | number> {
    const socket = new WebSocket(`${this.urls.webSocketUrl}?c=${encodeURIComponent(channelName)}`, [
      ...protocols,
    ]);
    this.#sockets.push(socket);
    return new Promise((resolve, reject) => {
      const visitor = new VisitorSocket(socket);
      socket.once("open", () => resolve(visitor));
      socket.once("unexpected-response", (_request, response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on("error", reject);
    });
  }

  /** @throws ContractError when the socket is refused */
  async open(channelName = smokeId(), protocols: readonly string[] = [subprotocol]): Promise<VisitorSocket> {
    const answer = await this.knock(channelName, protocols);
    if (typeof answer === "number")
      throw new ContractError("opening a socket", "to be let in (101)", `status ${answer}`);
    return answer;
  }

  /** A socket on the hosted channel, joined. */
  async join(memberId = smokeId()): Promise<VisitorSocket> {
    const channelName = this.urls.channelName ?? "";
    const socket = await this.open(channelName);
    await socket.expect(["JOIN", memberId, "Smoke test", channelName], ["OK"]);
    return socket;
  }

  /** Lets go of everything. */
  end(): void {
    this.#ended.abort();
    for (const socket of this.#sockets) {
      socket.removeAllListeners("error").on("error", () => undefined);
      socket.terminate();
    }
  }
}
