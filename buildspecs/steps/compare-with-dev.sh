#!/usr/bin/env bash
# Rejects every artifact except the one that dev runs now. Runs after this build has got the lock. While it waited, another
# build may have promoted newer code of dev, and this build must not replace that with older code.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
stop_if_finished
require SOURCE_BUCKET STAGE DEV_FUNCTION_PREFIX

inputs=$(cat "$work/inputs")
tag=$(cat "$work/tag")
runs=nothing
dev=""
# live/dev.json is written after dev has passed its smoke test.
if get_object live/dev.json "$work/live-dev.json"; then
  dev=$(member "$work/live-dev.json" inputs)
  runs="the artifact $dev (commit $(member "$work/live-dev.json" commit))"
fi
[ "$dev" = "$inputs" ] ||
  fail "Refused to promote $tag to $STAGE: expected dev to run the artifact $inputs, but it runs $runs. Ship commit $(cat "$work/commit") to dev, wait until build-and-deploy-project is green, then run deploy-on-tag-project again for $tag."
get_object "artefacts/$inputs/manifest.json" "$work/manifest.json" ||
  fail "Refused to promote $tag to $STAGE: its artifact artefacts/$inputs is no longer in $SOURCE_BUCKET. Run build-and-deploy-project for commit $(cat "$work/commit"), then deploy-on-tag-project for $tag."

# The code hashes of dev in Lambda. update-functions.sh rejects a zip with another hash.
mkdir -p "$work/expected"
for role in "${roles[@]}"; do
  aws lambda get-function-configuration --function-name "$DEV_FUNCTION_PREFIX-$role" --qualifier live \
    --query CodeSha256 --output text >"$work/expected/$role.sha256" 2>"$work/said" ||
    fail "Refused to promote $tag to $STAGE: the code of $DEV_FUNCTION_PREFIX-$role could not be compared: $(cat "$work/said"). Check the role of this project."
done
say "dev runs the artifact artefacts/$inputs, built from commit $(member "$work/manifest.json" commit)."
