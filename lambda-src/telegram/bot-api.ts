import type { ApiMethods, Opts } from "@grammyjs/types";
import { type BotApiAnswer, readBotApiAnswer } from "./bot-api-answer";
import { encodeParameters, type UploadedFile } from "./bot-api-request";
import { type HttpRequest, RequestFailed, sendRequest } from "./http-request";

/** Returns the bot's token, which may be rotated at any time. */
export interface BotTokenSource {
  /** @param options.fresh whether to read the token from its store instead of a cache */
  get(options?: { readonly fresh: boolean }): Promise<string>;
}

/** Makes one request of the Bot API: https://core.telegram.org/bots/api#available-methods */
export type CallMethod = <Method extends keyof ApiMethods<UploadedFile>>(
  method: Method,
  parameters: Opts<UploadedFile>[Method],
) => Promise<ReturnType<ApiMethods<UploadedFile>[Method]>>;

/** Calls Telegram's Bot API with a token that may be rotated at any time. */
export interface BotApi {
  /**
   * Makes one call. After a 401 it reads the token again, and repeats the call once if the token has changed.
   * @param milliseconds the deadline for the whole call
   * @throws BotApiError the Bot API answered with an error
   * @throws HttpError there was no complete answer of the Bot API. Its `error` is a {@link RequestFailed} or a
   *   {@link NoBotApiAnswer}.
   */
  call<T>(use: (callMethod: CallMethod) => Promise<T>, milliseconds?: number): Promise<T>;
  /**
   * Downloads a file. https://core.telegram.org/bots/api#file
   * @param filePath the `file_path` that `getFile` returned
   * @param options.milliseconds the deadline
   * @param options.maxBytes the size above which a file is an error
   * @throws BotApiError, HttpError as {@link call}
   */
  download(
    filePath: string,
    options: { readonly milliseconds: number; readonly maxBytes: number },
  ): Promise<Uint8Array>;
}

/** Reports that the Bot API rejected a call. */
export class BotApiError extends Error {
  override readonly name = "BotApiError";

  readonly method: string;
  readonly error_code: number;
  readonly description: string;
  readonly parameters: Refusal["parameters"];
  constructor(method: string, { error_code, description, parameters }: Refusal) {
    super(`Call to '${method}' failed! (${error_code}: ${description})`);
    this.method = method;
    this.error_code = error_code;
    this.description = description;
    this.parameters = parameters;
  }
}

type Refusal = Extract<BotApiAnswer, { readonly ok: false }>;

/** Reports that there was no complete answer of the Bot API. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  readonly error: unknown;
  constructor(method: string, error: unknown) {
    super(`Network request for '${method}' failed!`);
    this.error = error;
  }
}

/** Reports a response that is incomplete or does not come from the Bot API. */
export class NoBotApiAnswer extends Error {
  override readonly name = "NoBotApiAnswer";

  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status} without a complete answer of the Bot API`);
    this.status = status;
  }
}

/** The default deadline of a call, in milliseconds. */
const callMilliseconds = 8_000;

/** The largest answer of a method, in bytes. A message with a long text has some kilobytes. */
const answerMaxBytes = 4_000_000;

/** @param apiRoot without a slash at the end, for example `https://api.telegram.org` */
export function botApi(apiRoot: string, tokens: BotTokenSource): BotApi {
  return {
    call: (use, milliseconds = callMilliseconds) =>
      withToken(tokens, milliseconds, (token, timeLeft) => use(callerFor(apiRoot, token, timeLeft))),
    download: (filePath, { milliseconds, maxBytes }) =>
      withToken(tokens, milliseconds, async (token, timeLeft) => {
        const url = `${apiRoot}/file/bot${token}/${filePath}`;
        const limits = { milliseconds: timeLeft(), maxBytes };
        const { status, body } = await requestOrHttpError("download", url, { method: "GET", ...limits });
        if (status === 200) {
          return body;
        }
        const answer = readBotApiAnswer(body);
        if (!answer || answer.ok) {
          throw new HttpError("download", new NoBotApiAnswer(status));
        }
        throw errorOf("download", answer, token);
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
    if (!(error instanceof BotApiError && error.error_code === 401)) {
      throw error;
    }
    const fresh = await tokens.get({ fresh: true });
    if (fresh === token) {
      throw error;
    }
    return use(fresh, timeLeft);
  }
}

/** Binds the deadline, so that no method can be called without one. */
function callerFor(apiRoot: string, token: string, timeLeft: () => number): CallMethod {
  return async (method, parameters) => {
    const { status, body } = await requestOrHttpError(method, `${apiRoot}/bot${token}/${method}`, {
      method: "POST",
      ...encodeParameters(parameters),
      milliseconds: timeLeft(),
      maxBytes: answerMaxBytes,
    });
    const answer = readBotApiAnswer(body);
    if (!answer) {
      throw new HttpError(method, new NoBotApiAnswer(status));
    }
    if (!answer.ok) {
      throw errorOf(method, answer, token);
    }
    // The caller checks the result, because Telegram may return something that its documentation does not mention.
    return answer.result as ReturnType<ApiMethods<UploadedFile>[typeof method]>;
  };
}

/** Removes the token from the description, because the error is logged and a server may write anything there. */
function errorOf(method: string, refusal: Refusal, token: string): BotApiError {
  return new BotApiError(method, {
    ...refusal,
    description: refusal.description.replaceAll(token, "<token>"),
  });
}

async function requestOrHttpError(method: string, url: string, request: HttpRequest) {
  try {
    return await sendRequest(url, request);
  } catch (error) {
    throw new HttpError(method, error);
  }
}

export { RequestFailed };
