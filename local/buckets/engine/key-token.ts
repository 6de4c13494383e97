/**
 * A key as a path segment of letters and digits: S3rver splits, trims and decodes paths in its own way, which
 * no key of slashes, dots or percent signs would survive.
 */
export function keyToToken(key: string): string {
  return Buffer.from(key).toString("hex");
}

export function tokenToKey(token: string): string {
  return Buffer.from(token, "hex").toString();
}
