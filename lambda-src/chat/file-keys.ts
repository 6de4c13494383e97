import { randomBytes } from "node:crypto";
import type { Content, MemberRef, SentContent } from "./model";
import type { FileStore } from "./ports";

const nonceBytes = 16;

/**
 * Returns the start of the keys of a channel's or a member's files. A list of the keys with this start includes uploads
 * that were never sent. The digests are keyed, so that a URL reveals neither the channel nor the visitor.
 */
export async function keyStart(
  files: Pick<FileStore, "proof">,
  { channelName, memberId }: { readonly channelName: string; readonly memberId?: string | undefined },
): Promise<string> {
  const channel = await files.proof(JSON.stringify(["channel", channelName]));
  return memberId === undefined
    ? channel
    : channel + (await files.proof(JSON.stringify(["member", channelName, memberId])));
}

/** Returns a new key for a file of a member. */
export async function newFileKey(files: Pick<FileStore, "proof">, member: MemberRef): Promise<string> {
  return (await keyStart(files, member)) + randomBytes(nonceBytes).toString("base64url");
}

/** Returns content as a member's conversation stores it: a file gets the key under which the outbox copies it. */
export async function withFileKey(
  files: Pick<FileStore, "proof">,
  member: MemberRef,
  sent: SentContent,
): Promise<Content> {
  return sent.type === "remote file" ? { ...sent, fileKey: await newFileKey(files, member) } : sent;
}
