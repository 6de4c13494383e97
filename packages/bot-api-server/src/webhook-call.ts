import type { Parameters } from "./parameters";

/** A call of a method in the response to an update. */
export interface WebhookCall {
  readonly method: string;
  readonly parameters: Parameters;
}
