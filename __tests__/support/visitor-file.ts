import type { Frame, Visitor } from "../../checks/harness/client/visitor";
import { nextTimestamp } from "../../checks/harness/kite-run";

/** A file of a visitor. */
export interface VisitorFile {
  readonly fileName: string;
  readonly fileType: string;
  readonly bytes: Uint8Array;
}

export const pdf: VisitorFile = {
  fileName: "bill.pdf",
  fileType: "application/pdf",
  bytes: Buffer.from("%PDF-1.7 a bill"),
};

/** Upload target from the server. */
export interface Offer {
  readonly canonicalUri: string;
  readonly uploadUri: string;
}

let count = 0;

/** Requests an upload. @throws Error with the answer if the request is rejected */
export async function askForUpload(visitor: Visitor, file: VisitorFile): Promise<Offer> {
  count += 1;
  const { fileName, fileType, bytes } = file;
  const answer = await visitor.ask([
    "UPL",
    `upl-${count}`,
    fileName,
    fileType,
    bytes.length,
    nextTimestamp(),
  ]);
  const [type, messageId, canonicalUri, uploadUri] = answer as string[];
  if (type !== "UPL" || messageId !== `upl-${count}` || !canonicalUri || !uploadUri) {
    throw new Error(`UPL was answered ${JSON.stringify(answer)}`);
  }
  return { canonicalUri, uploadUri };
}

/** Uploads bytes to the URL from the server. @param contentType the content type of the request */
export function put(uploadUri: string, bytes: Uint8Array, contentType: string): Promise<Response> {
  return fetch(uploadUri, {
    method: "PUT",
    headers: { "content-type": contentType },
    body: Buffer.from(bytes),
  });
}

/** Returns a `BIN` frame. */
export function fileFrame(messageId: string, url: string, file: VisitorFile): readonly unknown[] {
  const { fileName, fileType, bytes } = file;
  return ["BIN", messageId, url, fileName, fileType, bytes.length, nextTimestamp()];
}

/** Uploads a file. @returns its canonicalUri */
export async function upload(visitor: Visitor, file: VisitorFile): Promise<string> {
  const { canonicalUri, uploadUri } = await askForUpload(visitor, file);
  const { status } = await put(uploadUri, file.bytes, file.fileType);
  if (status !== 200) {
    throw new Error(`The upload was answered ${status}`);
  }
  return canonicalUri;
}

/** Uploads a file and sends it. @returns the answer to BIN */
export async function sendFile(visitor: Visitor, messageId: string, file: VisitorFile): Promise<Frame> {
  return visitor.ask(fileFrame(messageId, await upload(visitor, file), file));
}
