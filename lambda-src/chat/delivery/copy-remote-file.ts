import type { Message } from "../model";
import type { ChatPorts } from "../ports";

/**
 * Copies a message's file from the hosts' chat app into the object store, if it is still there alone.
 * @returns the message with its file
 * @throws HostUnavailable, HostRefused
 */
export async function copyRemoteFile(
  ports: Pick<ChatPorts, "hostFiles" | "messages">,
  message: Message,
  timeLeft: () => number,
): Promise<Message> {
  const { content } = message;
  if (content.type !== "remote file") {
    return message;
  }
  const fileSize = await ports.hostFiles.copy(content, timeLeft);
  const { fileKey, fileName, fileType } = content;
  const copied = { type: "file", fileKey, fileName, fileType, fileSize } as const;
  await ports.messages.advance(message, { content: copied });
  return { ...message, content: copied };
}
