import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { aWhile } from "./eventually";
import { ServiceProxy } from "./service-proxy";

/** A request for which a test chooses a fault. */
export interface PassingRequest {
  readonly path: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * Fault of a request. These faults occur before the service receives the request: `cut` closes the connection, `hang`
 * never answers, and an object is an answer or a delay. These faults occur after the service has handled the request:
 * `lose` closes the connection, `swallow` never sends the answer, and `halve` sends only the first half of the answer's
 * body.
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

/** Injects faults between a function and a service. */
export class FaultProxy extends ServiceProxy {
  /** Chooses the fault of a request. Tests replace it. */
  behave: (request: PassingRequest) => Behaviour = () => "pass";

  static start(target?: string): Promise<FaultProxy> {
    return new FaultProxy(target).listen();
  }

  /** Stops all faults. */
  heal(): void {
    this.behave = () => "pass";
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    const { url: path = "/", headers } = request;
    const behaviour = this.behave({ path, headers, body: bytes.toString("utf8") });
    if (typeof behaviour === "object" && "status" in behaviour) {
      const [type, body] =
        "html" in behaviour ? ["text/html", behaviour.html] : [json, JSON.stringify(behaviour.body)];
      response.writeHead(behaviour.status, { "content-type": type }).end(body);
      return;
    }
    if (typeof behaviour === "object") {
      await aWhile(behaviour.delayMilliseconds);
    }
    const isUnseen = behaviour === "hang" || behaviour === "cut";
    const answer = isUnseen ? undefined : await this.forward(request, bytes).catch(() => undefined);
    if (behaviour === "hang" || (behaviour === "swallow" && answer !== undefined)) {
      return;
    }
    if (answer === undefined || behaviour === "lose") {
      response.destroy();
    } else if (behaviour === "halve") {
      const half = answer.body.subarray(0, answer.body.length >> 1);
      response.writeHead(answer.status, { "content-type": json }).end(half);
    } else {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    }
  }
}

const json = "application/json";
