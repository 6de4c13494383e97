import { randomInt } from "node:crypto";
import type { MemberRef } from "../model";
import { isSigned } from "./signed-identity";

// No vowels, so that no words arise, and no characters that look alike (0 o, 1 l i).
const letters = "bcdfghjkmnpqrstvwxz";
const alphabet = `${letters}23456789`;

/**
 * With 9 characters out of 27, about one in a thousand channels with 100,000 visitors has two visitors with the same
 * tag.
 */
const tagLength = 9;

/**
 * Returns a new tag. It is random, so that it reveals nothing about the memberId. It starts with a letter, because
 * Telegram does not treat digits alone as a hashtag. The tag of a member with a proven identity starts with
 * "verified_", because a name proves nothing: anyone may take any name.
 */
export function newTag(member?: Pick<MemberRef, "memberId">): string {
  const pick = (from: string) => from.charAt(randomInt(from.length));
  const prefix = member && isSigned(member) ? "verified_" : "";
  return prefix + pick(letters) + Array.from({ length: tagLength - 1 }, () => pick(alphabet)).join("");
}
