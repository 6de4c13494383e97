import type { FaultCall } from "@kite-chat/stack-server";

/**
 * Every message of a check contains a unique token: `kv-<visitor>-<number>` from a visitor,
 * `kh-<channel>-<number>` from a host. The token of a visitor's message is also its messageId. The ID of a member is
 * `km-<visitor>`.
 */
const tokenPattern = /k[vh]-\d+-\d+/g;
const member = /km-\d+/;

/** Returns the message tokens in a text, each once, in order. */
export function tokensIn(text: string): readonly string[] {
  return [...new Set(text.match(tokenPattern) ?? [])];
}

/**
 * Names a call by its place, its operation and its messages. Without messages, the member is used. The name is the same
 * in every run, because it contains no random IDs and no times.
 */
export function callKey({ place, names, content = "" }: FaultCall): string {
  const tokens = tokensIn(content);
  const about = tokens.length > 0 ? tokens.join("+") : (member.exec(content)?.[0] ?? "");
  // The names of sockets differ from run to run.
  const operation = ["push", "connect", "disconnect", "frame"].includes(place) ? "" : names.join(" ");
  return `${operation} ${about}`.trim();
}
