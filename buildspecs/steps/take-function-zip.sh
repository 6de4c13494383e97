#!/usr/bin/env bash
# Creates an artifact from the function.zip that a person uploaded to the source bucket: the same zip for all functions,
# named by its own hash, so that no tag mistakes it for code of the repository.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
require SOURCE_BUCKET

get_object function.zip "$work/function.zip" ||
  fail "There is no s3://$SOURCE_BUCKET/function.zip. Create one with \"npx kite bundle --asset\" and upload it:  aws s3 cp function.zip s3://$SOURCE_BUCKET/function.zip"
sha256sum <"$work/function.zip" | cut -c 1-32 >"$work/inputs"
for role in "${roles[@]}"; do
  put_object "artefacts/$(cat "$work/inputs")/$role.zip" "$work/function.zip"
done
. "$(dirname "$0")/manifest.sh"
say "Deploys the function.zip of $SOURCE_BUCKET as artifact $(cat "$work/inputs")."
