import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { aWhile } from "./eventually";
import { serveLocally } from "./serve-locally";

/** A request that comes by, as a test decides on it. */
export interface PassingRequest {
  readonly path: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * Decides on a request before the service sees it: `cut` ends the connection without an answer, `hang` never answers,
 * and an object is the answer, or delays it. Or decides on the answer after the service has done what was asked:
 * `lose` ends the connection without it, `swallow` never sends it, and `halve` sends the first half of its body as the
 * whole.
 */
export type Behaviour =
  | "pass"
  | "cut"
  | "hang"
  | "lose"
  | "swallow"
  | "halve"
  | { readonly delayMilliseconds: number }
  | { readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: number; readonly html: string };

/** Stands between a function and a service, and goes wrong on request. */
export class FaultProxy {
  /** What becomes of a request; set anew by tests. */
  behave: (request: PassingRequest) => Behaviour = () => "pass";
  /** Where requests go; for example `http://127.0.0.1:8000`. */
  target = "";

  readonly url: string;
  readonly close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
  }

  static async start(target = ""): Promise<FaultProxy> {
    let proxy: FaultProxy | undefined;
    const { url, close } = await serveLocally((request, response) => void proxy?.handle(request, response));
    proxy = new FaultProxy(url, close);
    proxy.target = target;
    return proxy;
  }

  /** Lets everything through again. */
  heal(): void {
    this.behave = () => "pass";
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const bytes = Buffer.concat(chunks);
    const path = request.url ?? "/";
    const behaviour = this.behave({ path, headers: request.headers, body: bytes.toString("utf8") });
    if (behaviour === "hang") {
      return;
    }
    if (behaviour === "cut") {
      response.destroy();
    } else if (typeof behaviour === "string") {
      passOn(new URL(path, this.target), request, bytes, response, behaviour);
    } else if ("delayMilliseconds" in behaviour) {
      await aWhile(behaviour.delayMilliseconds);
      passOn(new URL(path, this.target), request, bytes, response);
    } else if ("html" in behaviour) {
      response.writeHead(behaviour.status, { "content-type": "text/html" });
      response.end(behaviour.html);
    } else {
      response.writeHead(behaviour.status, { "content-type": "application/json" });
      response.end(JSON.stringify(behaviour.body));
    }
  }
}

function passOn(
  url: URL,
  request: IncomingMessage,
  bytes: Buffer,
  response: ServerResponse,
  fault: "pass" | "lose" | "swallow" | "halve" = "pass",
): void {
  const { method, headers } = request;
  const onward = httpRequest(url, { method, headers }, async (answer) => {
    if (fault === "pass") {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      return;
    }
    const body = await buffer(answer);
    if (fault === "lose") {
      response.destroy();
    } else if (fault === "halve") {
      response.writeHead(answer.statusCode ?? 502, { "content-type": "application/json" });
      response.end(body.subarray(0, body.length >> 1));
    }
  });
  onward.on("error", () => response.destroy());
  onward.end(bytes);
}
