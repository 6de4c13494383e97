import type { FaultCall } from "@kite-chat/stack-server";

/**
 * Every message of a check holds a token that stands nowhere else: `kv-<visitor>-<number>` from a visitor,
 * `kh-<channel>-<number>` from a host. It is the visitor's messageId, too. A member's id is `km-<visitor>`.
 */
const tokenPattern = /k[vh]-\d+-\d+/g;
const member = /km-\d+/;

/** Returns the tokens of the messages that a text holds, each once, in order. */
export function tokensIn(text: string): readonly string[] {
  return [...new Set(text.match(tokenPattern) ?? [])];
}

/**
 * Names a call by its place, its operation and the messages (or else the member) that it is about: the same in every
 * run, whatever ids and times it holds.
 */
export function callKey({ place, names, content = "" }: FaultCall): string {
  const tokens = tokensIn(content);
  const about = tokens.length > 0 ? tokens.join("+") : (member.exec(content)?.[0] ?? "");
  // Of the names, those of sockets differ from run to run.
  const operation = ["push", "connect", "disconnect", "frame"].includes(place) ? "" : names.join(" ");
  return `${operation} ${about}`.trim();
}
