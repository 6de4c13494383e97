import { readStack, type StackModel } from "@kite-chat/stack-server";

/** An endpoint on which no server listens. */
export const nowhere = "http://127.0.0.1:1";

/**
 * Reads a synthesized stack without serving it.
 * @param servicesEndpoint Endpoint of SQS and the parameter store for its functions. @default - an unused address
 */
export function readUnservedStack(stackDirectory: string, servicesEndpoint = nowhere): StackModel {
  return readStack(stackDirectory, {
    httpEndpoint: nowhere,
    webSocketEndpoint: nowhere,
    servicesEndpoint,
  });
}
