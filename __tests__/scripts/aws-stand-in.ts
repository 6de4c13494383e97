import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that came, without its signature. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What a function of the stand-in answers; `undefined`: there is no such function. */
export type StandInFunction = { readonly payload: unknown; readonly error?: "Unhandled" } | undefined;

/** Stands in for STS and Lambda: it notes what it is asked, and answers as it is told. */
export class AwsStandIn {
  readonly seen: SeenRequest[] = [];
  account = "123456789012";
  function: StandInFunction = undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AwsStandIn> {
    const server = createServer();
    const standIn = new AwsStandIn(server);
    server.on("request", (request, response) => void standIn.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) body += String(part);
    const path = request.url ?? "";
    this.seen.push({ method: request.method ?? "", path, body });
    if (body.includes("Action=GetCallerIdentity")) {
      const xml = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${this.account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
      response.writeHead(200, { "content-type": "text/xml" }).end(xml);
    } else if (this.function === undefined) {
      response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" }).end("{}");
    } else {
      const { payload, error } = this.function;
      response.writeHead(200, error && { "x-amz-function-error": error }).end(JSON.stringify(payload));
    }
  }
}
