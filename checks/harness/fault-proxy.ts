import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { aWhile } from "./eventually";
import { ServiceProxy } from "./service-proxy";

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
export class FaultProxy extends ServiceProxy {
  /** What becomes of a request; set anew by tests. */
  behave: (request: PassingRequest) => Behaviour = () => "pass";

  static start(target?: string): Promise<FaultProxy> {
    return new FaultProxy(target).listen();
  }

  /** Lets everything through again. */
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
