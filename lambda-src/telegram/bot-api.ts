import { Api, GrammyError, HttpError } from "grammy/web";
import { readBotApiAnswer } from "./bot-api-answer";
import { type HttpRequest, RequestFailed, sendRequest } from "./http-request";

/** Returns the bot's token, and reads it again after Telegram has rejected it. */
export interface BotTokenSource {
  /** @param options.fresh read it again from where it is stored */
  get(options?: { readonly fresh: boolean }): Promise<string>;
}

/** Telegram's Bot API for a token that may be rotated at any time. */
export interface BotApi {
  /**
   * Makes one call. After a 401 the token is read again, and the call is repeated once if the token has changed.
   * @param milliseconds the deadline for all of it
   * @throws GrammyError the Bot API answered with an error
   * @throws HttpError there was no complete answer of the Bot API. Its `error` is a {@link RequestFailed} or a
   *   {@link NoBotApiAnswer}.
   */
  call<T>(use: (api: Api) => Promise<T>, milliseconds?: number): Promise<T>;
  /**
   * Downloads a file. https://core.telegram.org/bots/api#file
   * @param filePath the `file_path` that `getFile` returned
   * @param options.milliseconds the deadline
   * @param options.maxBytes a larger file is an error
   * @throws GrammyError, HttpError as {@link call}
   */
  download(
    filePath: string,
    options: { readonly milliseconds: number; readonly maxBytes: number },
  ): Promise<Uint8Array>;
}

/** A response came, but not from the Bot API, or not a complete one. */
export class NoBotApiAnswer extends Error {
  override readonly name = "NoBotApiAnswer";

  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status} without a complete answer of the Bot API`);
    this.status = status;
  }
}

/** How long a call may take unless the caller says otherwise, in milliseconds. */
const callMilliseconds = 8_000;

/** The largest answer of a method, in bytes. A message with a long text takes some kilobytes. */
const answerMaxBytes = 4_000_000;

/** @param apiRoot without a slash at its end, for example `https://api.telegram.org` */
export function botApi(apiRoot: string, tokens: BotTokenSource): BotApi {
  return {
    call: (use, milliseconds = callMilliseconds) =>
      withToken(tokens, milliseconds, (token, timeLeft) => use(apiFor(apiRoot, token, timeLeft))),
    download: (filePath, { milliseconds, maxBytes }) =>
      withToken(tokens, milliseconds, async (token, timeLeft) => {
        const url = `${apiRoot}/file/bot${token}/${filePath}`;
        const limits = { milliseconds: timeLeft(), maxBytes };
        const { status, body } = await requestOrHttpError(url, { method: "GET", ...limits });
        if (status === 200) {
          return body;
        }
        const answer = readBotApiAnswer(body);
        if (!answer || answer.ok) {
          throw httpError("download", new NoBotApiAnswer(status));
        }
        const description = answer.description.replaceAll(token, "<token>");
        throw new GrammyError("Download failed!", { ...answer, description }, "download", {});
      }),
  };
}

async function withToken<T>(
  tokens: BotTokenSource,
  milliseconds: number,
  use: (token: string, timeLeft: () => number) => Promise<T>,
): Promise<T> {
  const end = performance.now() + milliseconds;
  const timeLeft = () => Math.max(0, Math.ceil(end - performance.now()));
  const token = await tokens.get();
  try {
    return await use(token, timeLeft);
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 401)) {
      throw error;
    }
    const fresh = await tokens.get({ fresh: true });
    if (fresh === token) {
      throw error;
    }
    return use(fresh, timeLeft);
  }
}

/** A client for one call. It is cheap to make, and holds the deadline, so that no method can be called without one. */
function apiFor(apiRoot: string, token: string, timeLeft: () => number): Api {
  const fetchAnswer: typeof fetch = async (url, { headers, body, signal } = {}) => {
    const response = await sendRequest(String(url), {
      method: "POST",
      headers: headers as Record<string, string>,
      // grammY gives a string, or a stream with a file: both of its builds can be iterated over.
      body: body as string | AsyncIterable<Uint8Array>,
      milliseconds: timeLeft(),
      maxBytes: answerMaxBytes,
      signal,
    });
    const answer = readBotApiAnswer(response.body);
    if (!answer) {
      throw new NoBotApiAnswer(response.status);
    }
    // grammY puts the description into an error, and nobody but Telegram knows what a server writes there.
    return Response.json(
      answer.ok ? answer : { ...answer, description: answer.description.replaceAll(token, "<token>") },
    );
  };
  return new Api(token, { apiRoot, fetch: fetchAnswer });
}

async function requestOrHttpError(url: string, request: HttpRequest) {
  try {
    return await sendRequest(url, request);
  } catch (error) {
    throw httpError("download", error);
  }
}

function httpError(method: string, error: unknown): HttpError {
  return new HttpError(`Network request for '${method}' failed!`, error);
}

export { GrammyError, HttpError, RequestFailed };
