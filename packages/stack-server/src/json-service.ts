import type { JsonObject } from "./json";

/** A service with JSON calls, selected by the header `X-Amz-Target: <prefix>.<action>`. */
export interface JsonService {
  /** Prefix in `X-Amz-Target`, for example `AmazonSQS`. */
  readonly targetPrefix: string;
  /** Content type of the responses, for example `application/x-amz-json-1.0`. */
  readonly contentType: string;
  /**
   * Returns the response, which becomes JSON.
   *
   * @param signal Aborted when the caller disconnects.
   * @throws ServiceError when the call is rejected.
   */
  call(action: string, input: JsonObject, signal: AbortSignal): Promise<unknown>;
}

/** A rejected call. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";

  readonly type: string;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;

  /** @param type Name of the error in the SDK. */
  constructor(type: string, message = "", statusCode = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.type = type;
    this.statusCode = statusCode;
    this.headers = headers;
  }
}
