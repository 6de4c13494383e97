/**
 * Matches a token that proves the identity of a visitor who is logged in at a shop: `id.expiry.signature`. The id has
 * the form of a memberId, the expiry is in seconds since 1970, and the signature is 32 bytes in base64url.
 */
const identityToken = /^([A-Za-z0-9_-]{1,64})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/;

/** A token's parts. */
export interface IdentityToken {
  readonly id: string;
  /** In seconds since 1970. */
  readonly expiry: number;
  /** The text that is signed: the id, a dot, and the expiry. */
  readonly signed: string;
  readonly signature: string;
}

/** Reads a token. @returns undefined for a text of another form */
export function readIdentityToken(value: string): IdentityToken | undefined {
  const [, id, expiry, signature] = identityToken.exec(value) ?? [];
  return id === undefined || expiry === undefined || signature === undefined
    ? undefined
    : { id, expiry: Number(expiry), signed: `${id}.${expiry}`, signature };
}

/** Returns whether a value has the form of a token. */
export function isIdentityToken(value: string): boolean {
  return identityToken.test(value);
}

/** The form of a token, for the text of an error. */
export const identityTokenRule = "null or a token id.expiry.signature that the shop's server created";

/**
 * The longest time for which a token may be valid, in seconds. An expiry that is in milliseconds by mistake exceeds the
 * limit, so the token is rejected.
 */
export const identityTokenMaxSeconds = 31 * 24 * 3600;
