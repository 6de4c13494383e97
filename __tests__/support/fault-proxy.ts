import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { aWhile } from "./eventually";

/** A request that comes by, as a test decides on it. */
export interface PassingRequest {
  readonly path: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `cut` ends the connection without an answer, `hang` never answers; an object is the answer, or delays it. */
export type Behaviour =
  | "pass"
  | "cut"
  | "hang"
  | { readonly delayMilliseconds: number }
  | { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** Stands between a function and a service, and goes wrong on request. */
export class FaultProxy {
  /** What becomes of a request; set anew by tests. */
  behave: (request: PassingRequest) => Behaviour = () => "pass";
  /** Where requests go; for example `http://127.0.0.1:8000`. */
  target = "";

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(target = ""): Promise<FaultProxy> {
    let proxy: FaultProxy | undefined;
    const server = createServer((request, response) => void proxy?.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    proxy = new FaultProxy(`http://127.0.0.1:${port}`, () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    proxy.target = target;
    return proxy;
  }

  /** Lets everything through again. */
  heal(): void {
    this.behave = () => "pass";
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const path = request.url ?? "/";
    const behaviour = this.behave({ path, headers: request.headers, body: bytes.toString("utf8") });
    if (behaviour === "hang") return;
    if (behaviour === "cut") {
      response.destroy();
    } else if (behaviour === "pass" || "delayMilliseconds" in behaviour) {
      if (behaviour !== "pass") await aWhile(behaviour.delayMilliseconds);
      passOn(new URL(path, this.target), request, bytes, response);
    } else {
      response.writeHead(behaviour.status, { "content-type": "application/json" });
      response.end(JSON.stringify(behaviour.body));
    }
  }
}

function passOn(url: URL, request: IncomingMessage, bytes: Buffer, response: ServerResponse): void {
  const { method, headers } = request;
  const onward = httpRequest(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  onward.end(bytes);
}
