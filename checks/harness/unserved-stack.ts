import { readStack, type StackModel } from "@kite-chat/stack-server";

/** Nothing listens there. */
export const nowhere = "http://127.0.0.1:1";

/**
 * Reads a synthesized stack without serving it.
 * @param servicesEndpoint where its functions find SQS and the parameter store @default - nowhere
 */
export function readUnservedStack(stackDirectory: string, servicesEndpoint = nowhere): StackModel {
  return readStack(stackDirectory, {
    httpEndpoint: nowhere,
    webSocketEndpoint: nowhere,
    servicesEndpoint,
  });
}
