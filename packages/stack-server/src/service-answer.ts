/** What a service answers to a call in one of AWS's JSON protocols. */
export interface ServiceAnswer {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Becomes JSON. */
  readonly body: unknown;
}

/** A service that is called by `X-Amz-Target: <prefix>.<action>`. */
export interface JsonService {
  /** For example `AmazonSQS`. */
  readonly targetPrefix: string;
  /** For example `application/x-amz-json-1.0`. */
  readonly contentType: string;
  /** @param signal Aborted when the caller has gone. */
  call(action: string, input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<ServiceAnswer>;
}
