import { createHmac, timingSafeEqual } from "node:crypto";
import { type IdentityToken, identityTokenMaxSeconds, readIdentityToken } from "@kite-chat/protocol";
import { ChatError } from "../errors";
import type { IdentityVersions, MemberRef } from "../model";
import type { ChatPorts } from "../ports";
import { rejections } from "../texts/english";

/** A client's own memberId contains no dot, so nobody can claim the memberId of a signed identity without a token. */
const signedPrefix = "signed.";

/** Returns whether a member's identity was proved by a token. */
export function isSigned({ memberId }: Pick<MemberRef, "memberId">): boolean {
  return memberId.startsWith(signedPrefix);
}

/**
 * Represents the token of a JOIN and the member that the token names. Neither is proven before {@link verifyIdentity}.
 */
export interface ClaimedIdentity {
  readonly ref: MemberRef;
  readonly token: IdentityToken;
}

/**
 * Reads the member that a token names.
 * @throws ChatError malformed
 */
export function claimedIdentity(channelName: string, text: string): ClaimedIdentity {
  const token = readIdentityToken(text);
  if (!token) {
    throw new ChatError("malformed", rejections.tokenMalformed);
  }
  return { ref: { channelName, memberId: signedPrefix + token.id }, token };
}

/**
 * Checks that the shop's server signed a token with a key of the channel that is valid now, and that the token has not
 * expired. The signature is checked first, so that the error reveals nothing about an invalid token.
 * @throws ChatError forbidden; notJoined if a new token resolves it; malformed if the shop's server must be fixed
 */
export async function verifyIdentity(
  ports: Pick<ChatPorts, "channels" | "identitySecret" | "now">,
  { ref: { channelName }, token }: ClaimedIdentity,
): Promise<void> {
  const now = ports.now();
  const versions = await ports.channels.findIdentityVersions(channelName);
  // A channel without a version has no key, and the secret is not read for a made-up token.
  const secret = versions && (await ports.identitySecret());
  const keys =
    secret === undefined
      ? []
      : validVersions(versions, now).map((it) => identityKey(secret, channelName, it));
  // Every key is tried, so that the duration does not depend on which key matches.
  const fits = keys.map((key) => isSignature(token, key));
  if (!fits.includes(true)) {
    throw new ChatError("forbidden", rejections.tokenForged);
  }
  const secondsLeft = token.expiry - now / 1000;
  if (secondsLeft <= 0) {
    throw new ChatError("notJoined", rejections.tokenExpired);
  }
  if (secondsLeft > identityTokenMaxSeconds) {
    throw new ChatError("malformed", rejections.tokenExpiresTooLate(identityTokenMaxSeconds / 86_400));
  }
}

function validVersions(versions: IdentityVersions | undefined, now: number): readonly string[] {
  if (versions === undefined) {
    return [];
  }
  const { current, previous } = versions;
  return previous !== undefined && now < previous.validUntil ? [current, previous.version] : [current];
}

/**
 * Returns the key with which the server of a channel's shop signs. The key is the text itself, not the bytes that the
 * text encodes.
 */
export function identityKey(secret: string, channelName: string, version: string): string {
  return createHmac("sha256", secret).update(`${channelName}/${version}`).digest("base64url");
}

function isSignature({ signed, signature }: IdentityToken, key: string): boolean {
  const wanted = createHmac("sha256", key).update(signed).digest("base64url");
  // Both have 43 characters, because the pattern of a token requires that.
  return timingSafeEqual(Buffer.from(wanted), Buffer.from(signature));
}
