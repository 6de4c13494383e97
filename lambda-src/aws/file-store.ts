import { createHmac } from "node:crypto";
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { FileStore } from "../chat/ports";

export interface FileStoreSettings {
  readonly bucket: string;
  /** URL where the HTTP API serves files, without a slash at the end. */
  readonly httpUrl: string;
}

/** Seconds for which an upload URL is valid. */
const uploadSeconds = 3600;

/** Seconds for which a download URL is valid. Each download gets a new one. */
const downloadSeconds = 600;

/** Deadline for reading a file's metadata, because a frame waits for the result. It equals the tables' deadline. */
const headDeadline = { requestTimeout: 3_000 } as const;

/**
 * Stores files in the stage's bucket, below `files/`. The senders' file names are in the URLs.
 * @param secret returns the secret of the stage from which proofs and keys of files are derived
 */
export function fileStore(
  client: S3Client,
  settings: FileStoreSettings,
  secret: () => Promise<string>,
): FileStore {
  const base = `${settings.httpUrl}/files/`;
  const object = (fileKey: string) => ({ Bucket: settings.bucket, Key: `files/${fileKey}` });
  return {
    canonicalUri: (fileKey, fileName) => `${base}${fileKey}/${encodeName(fileName)}`,
    readCanonicalUri(url) {
      const match = url.startsWith(base)
        ? /^([A-Za-z0-9_-]+)\/([^/?#]+)$/.exec(url.slice(base.length))
        : null;
      const fileName = match?.[2] && decodeName(match[2]);
      return match?.[1] && fileName ? { fileKey: match[1], fileName } : undefined;
    },
    async proof(text) {
      return createHmac("sha256", await secret())
        .update(text)
        .digest()
        .subarray(0, 16)
        .toString("base64url");
    },
    uploadUrl(fileKey, { fileType, fileSize }) {
      const command = new PutObjectCommand({
        ...object(fileKey),
        ContentType: fileType,
        ContentLength: fileSize,
      });
      return getSignedUrl(client, command, {
        expiresIn: uploadSeconds,
        signableHeaders: new Set(["host", "content-type", "content-length"]),
      });
    },
    downloadUrl(fileKey, fileName) {
      const command = new GetObjectCommand({
        ...object(fileKey),
        ResponseContentDisposition: inlineAs(fileName),
      });
      return getSignedUrl(client, command, { expiresIn: downloadSeconds });
    },
    async sizeOf(fileKey) {
      try {
        return (await client.send(new HeadObjectCommand(object(fileKey)), headDeadline)).ContentLength;
      } catch (error) {
        if (error instanceof NotFound) {
          return undefined;
        }
        throw error;
      }
    },
    async save(fileKey, fileType, bytes) {
      await client.send(
        new PutObjectCommand({
          ...object(fileKey),
          ContentType: fileType,
          ContentLength: bytes.length,
          Body: bytes,
        }),
      );
    },
    async read(fileKey) {
      try {
        const { Body } = await client.send(new GetObjectCommand(object(fileKey)));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) {
          return undefined;
        }
        throw error;
      }
    },
  };
}

/** Encodes a name for a header: https://www.rfc-editor.org/rfc/rfc8187#section-3.2.1 */
function inlineAs(fileName: string): string {
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename*=UTF-8''${encoded}`;
}

/**
 * Encodes a name for a path. API Gateway's HTTP API decodes a path twice. Between these steps, it cuts the path at a
 * `?`. Therefore `%` and `?` are encoded twice, and all other characters once.
 * https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
 */
function encodeName(fileName: string): string {
  return encodeURIComponent(fileName).replace(/%(25|3F)/g, "%25$1");
}

function decodeName(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replace(/%25(25|3F)/g, "%$1"));
  } catch {
    return undefined;
  }
}
