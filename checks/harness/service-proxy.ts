import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { serveLocally } from "./serve-locally";

/** Response of a service. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** A proxy between a client and a service, on a free port of this machine. */
export abstract class ServiceProxy {
  /** URL of the service, for example `http://127.0.0.1:8000`. It may be set later, before the first request. */
  target: string;
  /** URL of the proxy, for example `http://127.0.0.1:41234`. */
  url = "";
  /** Stops the proxy, and closes open connections. */
  close = async (): Promise<void> => undefined;

  constructor(target = "") {
    this.target = target;
  }

  /** Starts the proxy. */
  async listen(): Promise<this> {
    const site = await serveLocally((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
    return Object.assign(this, site);
  }

  abstract handle(request: IncomingMessage, response: ServerResponse): Promise<void>;

  /** Forwards a request to the service. */
  async forward(
    { url = "/", method, headers: { "transfer-encoding": _parts, ...headers } }: IncomingMessage,
    body: Buffer | string,
  ): Promise<ProxiedAnswer> {
    const length = body.length > 0 ? { "content-length": Buffer.byteLength(body) } : {};
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const to = new URL(url, this.target);
      const onward = httpRequest(to, { method, headers: { ...headers, ...length } }, resolve);
      onward.once("error", reject).end(body);
    });
    // The body is forwarded as a whole, not in chunks.
    const { "transfer-encoding": _chunks, ...kept } = answer.headers;
    return { status: answer.statusCode ?? 502, headers: kept, body: await buffer(answer) };
  }
}
