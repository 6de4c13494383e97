import { createHash } from "node:crypto";
import { ExpressionError } from "../expression-error";
import { toText, type Value } from "../value";
import { type FunctionTable, unary } from "./function-table";
import { decodeJson, encodeJson } from "./json";

/** https://developer.hashicorp.com/terraform/language/functions: encodings, and hashes of texts. */
export const encodingFunctions: FunctionTable = {
  base64decode: unary((text) => decodeBase64(toText(text))),
  base64encode: unary((text) => Buffer.from(toText(text)).toString("base64")),
  base64sha256: unary(hash("sha256", "base64")),
  jsondecode: unary((text) => decodeJson(toText(text))),
  jsonencode: unary(encodeJson),
  md5: unary(hash("md5", "hex")),
  sha1: unary(hash("sha1", "hex")),
  sha256: unary(hash("sha256", "hex")),
  sha512: unary(hash("sha512", "hex")),
  urlencode: unary((text) => encodeUrl(toText(text))),
};

function hash(algorithm: string, encoding: "hex" | "base64"): (text: Value) => string {
  return (text) => createHash(algorithm).update(toText(text)).digest(encoding);
}

function decodeBase64(text: string): string {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) {
    throw new ExpressionError("the text is not base64");
  }
  return bytes.toString();
}

/** As Go's url.QueryEscape: a blank is `+`. https://pkg.go.dev/net/url#QueryEscape */
function encodeUrl(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
