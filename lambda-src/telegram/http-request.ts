import { Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { Readable } from "node:stream";

/**
 * Reports a request without a complete HTTP response. The message never contains the URL, which may contain a token.
 */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";

  /** False only if certainly no byte of the request has reached the server. */
  readonly wasSent: boolean;
  constructor(message: string, wasSent: boolean) {
    super(message);
    this.wasSent = wasSent;
  }
}

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
  /** The deadline for the whole exchange in milliseconds, from the DNS lookup to the last byte of the response. */
  readonly milliseconds: number;
  /** The largest response body, in bytes. */
  readonly maxBytes: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * Time for which an idle connection is kept, in milliseconds. The time is short. If the server closes an idle
 * connection just when a request is sent, the error does not show whether the request arrived
 * (https://nodejs.org/api/http.html#requestreusedsocket).
 */
const idleMilliseconds = 4_000;

const agentOptions = { keepAlive: true, timeout: idleMilliseconds };
const httpAgent = new HttpAgent(agentOptions);
const httpsAgent = new HttpsAgent(agentOptions);

/**
 * Sends one HTTP request and reads the whole response. Does not follow redirects and never retries. Uses Node.js's own
 * client, because `fetch` does not show whether a failed request was sent.
 * @throws RequestFailed
 */
export function sendRequest(url: string, options: HttpRequest): Promise<HttpResponse> {
  if (!URL.canParse(url)) {
    return Promise.reject(new RequestFailed("the URL is not valid", false));
  }
  const { method, headers = {}, body, milliseconds, maxBytes } = options;
  const isTls = url.startsWith("https:");
  return new Promise((resolve, reject) => {
    let connected = false;
    let stopReason: string | undefined;
    const request = isTls
      ? requestHttps(url, { method, headers, agent: httpsAgent })
      : requestHttp(url, { method, headers, agent: httpAgent });
    const stop = (reason: string) => {
      stopReason ??= reason;
      request.destroy();
    };
    const timer = setTimeout(stop, milliseconds, `no complete answer within ${milliseconds} ms`);
    const fail = (error?: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new RequestFailed(stopReason ?? error?.code ?? "the connection was closed", connected));
    };
    request.on("socket", (socket) => {
      if (request.reusedSocket) {
        connected = true;
      }
      // Nothing is sent before the handshake is complete. If the certificate is invalid, nothing is sent at all.
      else {
        socket.once(isTls ? "secureConnect" : "connect", () => (connected = true));
      }
    });
    request.on("error", fail);
    request.on("close", () => fail());
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) {
          stop(`the answer is larger than ${maxBytes} bytes`);
        }
      });
      response.on("error", fail);
      response.on("end", () => {
        if (!response.complete || stopReason !== undefined) {
          return fail();
        }
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
        // The server has answered before it read the whole body.
        if (!request.writableFinished) {
          request.destroy();
        }
      });
    });
    if (body === undefined || typeof body === "string") {
      request.end(body);
    } else {
      Readable.from(body, { objectMode: false })
        .on("error", () => stop("the body could not be read"))
        .pipe(request);
    }
  });
}
