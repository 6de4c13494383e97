import type { Value } from "../expression/value";

/** What a computed attribute is made of. */
export interface ComputedFrom {
  /** `aws_sqs_queue.outbox`. */
  readonly address: string;
  readonly region: string;
  readonly accountId: string;
  readonly httpEndpoint: string;
  readonly webSocketEndpoint: string;
  readonly servicesEndpoint: string;
  /** The base URL of the API with this id. @throws ExpressionError when the stack declares no such API */
  endpointOf(apiId: string): string;
  /** Another attribute of the same resource, declared or computed, as text. @throws ExpressionError */
  text(attribute: string): string;
  /** The same, or `undefined` when it is neither declared nor computed. */
  optionalText(attribute: string): string | undefined;
}

/** Attributes of one resource type that AWS would give, by name. */
export type ComputedTable = Readonly<Record<string, (from: ComputedFrom) => Value>>;
