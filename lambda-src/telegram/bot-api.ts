import { Api, GrammyError, HttpError } from "grammy/web";

/** Gives the bot's token, and a fresh one when Telegram no longer takes the one at hand. */
export interface BotTokenSource {
  /** @param options.fresh read it again where it is kept */
  get(options?: { readonly fresh: boolean }): Promise<string>;
}

/** Telegram's Bot API by a token that may be rotated at any time. */
export interface BotApi {
  /**
   * Makes a call. A 401 makes the token be read again, once.
   * @throws GrammyError Telegram says no
   * @throws HttpError Telegram cannot be reached
   */
  call<T>(use: (api: Api) => Promise<T>): Promise<T>;
  /**
   * Fetches a file that Telegram keeps.
   * @returns `undefined` when Telegram does not give it out: it is gone, or larger than 20 MB
   * @throws GrammyError, HttpError it may be had at another time
   */
  download(fileId: string): Promise<Uint8Array | undefined>;
}

/** How long one call may take: a few of them must fit into the 29 s of the gateway. */
const callTimeoutSeconds = 8;

/** @param apiRoot without a slash at its end, for example `https://api.telegram.org` */
export function botApi(apiRoot: string, tokens: BotTokenSource): BotApi {
  let current: { readonly token: string; readonly api: Api } | undefined;
  const apiFor = (token: string): Api => {
    if (current?.token !== token) {
      current = { token, api: new Api(token, { apiRoot, timeoutSeconds: callTimeoutSeconds }) };
    }
    return current.api;
  };
  const call = async <T>(use: (api: Api) => Promise<T>): Promise<T> => {
    const token = await tokens.get();
    try {
      return await use(apiFor(token));
    } catch (error) {
      if (!(error instanceof GrammyError && error.error_code === 401)) throw error;
      const fresh = await tokens.get({ fresh: true });
      if (fresh === token) throw error;
      return use(apiFor(fresh));
    }
  };
  return {
    call,
    async download(fileId) {
      const path = await call((api) => api.getFile(fileId)).then(
        (file) => file.file_path,
        (error: unknown) => {
          if (error instanceof GrammyError && error.error_code === 400) return undefined;
          throw error;
        },
      );
      if (path === undefined) return undefined;
      // The URL holds the token: it is used here and goes nowhere else.
      const url = `${apiRoot}/file/bot${await tokens.get()}/${path}`;
      try {
        const response = await fetch(url, { signal: AbortSignal.timeout(downloadMilliseconds) });
        if (response.ok) return new Uint8Array(await response.arrayBuffer());
        if (response.status === 404) return undefined;
      } catch {
        // What fetch throws may name the URL.
      }
      throw new HttpError("A file could not be fetched from Telegram.", undefined);
    },
  };
}

/** 20 MB at most, within the gateway's 29 s. */
const downloadMilliseconds = 15_000;

export { GrammyError, HttpError };
