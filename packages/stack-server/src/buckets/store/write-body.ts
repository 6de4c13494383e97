import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { S3Error } from "../s3-error";
import type { DeclaredBody } from "./stored-object";

/**
 * Writes the bytes of an object to a new file. Deletes the file if the bytes do not match their declaration.
 *
 * @returns size and MD5 of the bytes
 * @throws S3Error when the bytes do not match their declaration; the stream's error when the stream fails
 */
export async function writeBody(
  file: string,
  body: Readable,
  declared: DeclaredBody,
): Promise<{ readonly sizeBytes: number; readonly md5: string }> {
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  let sizeBytes = 0;
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          md5.update(chunk);
          sha256.update(chunk);
          sizeBytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(file, { flags: "wx" }),
    );
    const digest = md5.digest();
    check(declared, { sizeBytes, sha256: sha256.digest("hex"), md5: digest.toString("base64") });
    return { sizeBytes, md5: digest.toString("hex") };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

function check(declared: DeclaredBody, found: Required<DeclaredBody>): void {
  if (declared.sizeBytes !== undefined && declared.sizeBytes !== found.sizeBytes) {
    throw new S3Error("IncompleteBody");
  }
  if (declared.sha256 !== undefined && declared.sha256 !== found.sha256) {
    throw new S3Error("XAmzContentSHA256Mismatch", undefined, {
      ClientComputedContentSHA256: declared.sha256,
      S3ComputedContentSHA256: found.sha256,
    });
  }
  if (declared.md5 !== undefined && declared.md5 !== found.md5) {
    throw new S3Error("BadDigest", undefined, {
      ExpectedDigest: declared.md5,
      CalculatedDigest: found.md5,
    });
  }
}
