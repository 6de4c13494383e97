import { createHash } from "node:crypto";
import type { SentText } from "../route-store";
import { messageIdOf, type SentByHost } from "./send-to-visitor";

/**
 * Returns the values by which a later edit of a host's message is recognized. A file without a caption may get a
 * caption later, as its second part.
 */
export function sentTextOf({ updateId, contents }: Pick<SentByHost, "updateId" | "contents">): SentText {
  const part = contents.findIndex(({ type }) => type === "text");
  const content = contents[part];
  return {
    messageId: messageIdOf(updateId, part === -1 ? contents.length : part),
    digest: digestOf(content?.type === "text" ? content.text : ""),
  };
}

/** Returns a short value that differs for different texts. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
