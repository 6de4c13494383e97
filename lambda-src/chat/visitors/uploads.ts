import type { VisitorFile } from "@kite-chat/protocol";
import { ChatError } from "../errors";
import { newFileKey } from "../file-keys";
import type { Arrival, FileContent, MemberRef } from "../model";
import { type ChatPorts, proofCharacters } from "../ports";
import * as texts from "../texts/english";
import { admit } from "./frame-limit";
import { safeFileName } from "./names";

/** Represents the URLs for an upload. */
export interface UploadOffer {
  readonly canonicalUri: string;
  /** Accepts a PUT of exactly this type and size, for an hour. */
  readonly uploadUri: string;
}

const mebibyte = 1024 * 1024;

/**
 * Offers an upload. Nothing is stored, because the file's key proves its owner. The file counts toward the member's
 * daily limit before it is uploaded, because the bucket stores it even if no BIN follows.
 * @throws ChatError notJoined, tooMany
 */
export async function offerUpload(
  ports: ChatPorts,
  arrival: Arrival,
  file: VisitorFile,
): Promise<UploadOffer> {
  const mebibytes = Math.ceil(file.fileSize / mebibyte);
  const { identity } = await admit(ports, arrival, () => ({ bytes: 0, mebibytes }));
  const start = await newFileKey(ports.files, identity);
  const fileKey = start + (await proofOf(ports, identity, file, start));
  return {
    canonicalUri: ports.files.canonicalUri(fileKey, file.fileName),
    uploadUri: await ports.files.uploadUrl(fileKey, file),
  };
}

/**
 * Checks that a file was offered to this member with this name, type and size, and that the file exists.
 * @throws ChatError forbidden, conflict
 */
export async function uploadedFile(
  ports: ChatPorts,
  member: MemberRef,
  url: string,
  file: VisitorFile,
): Promise<FileContent> {
  const named = ports.files.readCanonicalUri(url);
  const start = named?.fileKey.slice(0, -proofCharacters) ?? "";
  const genuine =
    named?.fileName === file.fileName &&
    named.fileKey === start + (await proofOf(ports, member, file, start));
  if (!genuine) {
    throw new ChatError("forbidden", texts.rejections.fileNotOffered);
  }
  if ((await ports.files.sizeOf(named.fileKey)) !== file.fileSize) {
    throw new ChatError("conflict", texts.rejections.fileNotUploaded);
  }
  const { fileName, fileType, fileSize } = file;
  return { type: "file", fileKey: named.fileKey, fileName: safeFileName(fileName), fileType, fileSize };
}

function proofOf(ports: ChatPorts, member: MemberRef, file: VisitorFile, start: string): Promise<string> {
  const { channelName, memberId } = member;
  return ports.files.proof(
    JSON.stringify(["upload", channelName, memberId, file.fileName, file.fileType, file.fileSize, start]),
  );
}
