import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from "node:zlib";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { chooseEncoding, type Encoding } from "./content-encoding";

/** Represents the source of a body: compressed bytes or a text. */
type Source = { readonly brotli: Buffer } | { readonly text: string };

/** A body in every encoding. Each encoding is created once, at the first request for it. */
export class Representation {
  readonly #bodies = new Map<Encoding, Buffer>();
  readonly #contentType: string;
  #digest: string | undefined;

  constructor(source: Source, contentType: string) {
    this.#contentType = contentType;
    if ("brotli" in source) {
      this.#bodies.set("br", source.brotli);
    } else {
      this.#bodies.set("identity", Buffer.from(source.text));
    }
  }

  /**
   * Answers a request in the encoding that the client prefers, or with 304 if the client already has the body.
   * @param requestHeaders headers with lower-case names
   */
  answer(
    requestHeaders: Readonly<Record<string, string | undefined>>,
    headers: Readonly<Record<string, string>>,
  ): APIGatewayProxyStructuredResultV2 {
    const encoding = chooseEncoding(requestHeaders["accept-encoding"]);
    const etag = `"${this.#tag()}${encoding === "identity" ? "" : `-${encoding}`}"`;
    const common = {
      ...headers,
      "content-type": this.#contentType,
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
      etag,
    };
    if (matches(requestHeaders["if-none-match"], etag)) {
      return { statusCode: 304, headers: common };
    }
    return {
      statusCode: 200,
      headers: { ...common, ...(encoding !== "identity" && { "content-encoding": encoding }) },
      body: this.#body(encoding).toString("base64"),
      isBase64Encoded: true,
    };
  }

  #tag(): string {
    this.#digest ??= createHash("sha256").update(this.#body("identity")).digest("base64url").slice(0, 22);
    return this.#digest;
  }

  #body(encoding: Encoding): Buffer {
    const known = this.#bodies.get(encoding);
    if (known !== undefined) {
      return known;
    }
    const made = this.#make(encoding);
    this.#bodies.set(encoding, made);
    return made;
  }

  #make(encoding: Encoding): Buffer {
    if (encoding === "identity") {
      return brotliDecompressSync(this.#body("br"));
    }
    const identity = this.#body("identity");
    return encoding === "gzip"
      ? gzipSync(identity, { level: 9 })
      : brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  }
}

/**
 * Returns whether a client has the body. The comparison is weak, because a proxy may weaken a tag:
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const given = ifNoneMatch?.split(",").map((it) => it.trim().replace(/^W\//, "")) ?? [];
  return given.includes("*") || given.includes(etag);
}
