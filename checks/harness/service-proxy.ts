import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { serveLocally } from "./serve-locally";

/** What a service has answered. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Stands between a client and a service, on a free port of this machine. */
export abstract class ServiceProxy {
  /** Where requests go, for example `http://127.0.0.1:8000`. It may be set later, before the first request. */
  target: string;
  /** For example `http://127.0.0.1:41234`. */
  url = "";
  /** Ends open connections too. */
  close = async (): Promise<void> => undefined;

  constructor(target = "") {
    this.target = target;
  }

  /** Serves its port. */
  async listen(): Promise<this> {
    const site = await serveLocally((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
    return Object.assign(this, site);
  }

  abstract handle(request: IncomingMessage, response: ServerResponse): Promise<void>;

  /** Passes a request on to the service. */
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
    // The body is passed on as a whole.
    const { "transfer-encoding": _chunks, ...kept } = answer.headers;
    return { status: answer.statusCode ?? 502, headers: kept, body: await buffer(answer) };
  }
}
