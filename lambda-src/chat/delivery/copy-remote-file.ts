import type { Message } from "../model";
import type { ChatPorts } from "../ports";

/**
 * Copies a message's file from Telegram into the object store, unless it was copied before.
 * @returns the message with its copied file
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
