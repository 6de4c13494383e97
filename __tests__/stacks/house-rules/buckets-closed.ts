import type { Synthesized } from "../../constructs/synthesized";
import type { Rule } from "./rule";

/** The resources that every bucket needs. They refer to the bucket by name. */
const companions = [
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_lifecycle_configuration",
];

/** Every bucket blocks public access, rejects plain HTTP, is encrypted, and has expiration rules. */
export const bucketsClosed: Rule = (stack) =>
  Object.keys(stack.byId("aws_s3_bucket")).flatMap((id) =>
    companions.filter((type) => !isThere(stack, type, id)).map((type) => `${id}: ${type}`),
  );

function isThere(stack: Synthesized, type: string, bucketId: string): boolean {
  const companion = stack
    .all(type)
    .find(({ bucket }) => String(bucket).startsWith(`\${aws_s3_bucket.${bucketId}.`));
  return type === "aws_s3_bucket_policy"
    ? String(companion?.policy).includes("aws:SecureTransport")
    : companion !== undefined;
}
