#!/usr/bin/env bash
# Sends an event with the commit of a tag. The event starts the promotion to prod.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/events.sh"
require EVENT_SOURCE

# "tag/v1.2.3" from a webhook, otherwise the source version that the build was started with:
# https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
tag=${CODEBUILD_WEBHOOK_TRIGGER:-${CODEBUILD_SOURCE_VERSION:-}}
tag=${tag#tag/}
[[ $tag =~ ^[0-9A-Za-z._+-]{1,100}$ ]] ||
  fail "Expected a tag of letters, digits and . _ + -, got \"$tag\". Push a tag such as v1.2.3."

printf '{"tag":"%s","commit":"%s","inputs":"%s","committedAt":"%s"}\n' \
  "$tag" "$(cat "$work/commit")" "$(cat "$work/inputs")" "$(cat "$work/committed-at")" >"$work/detail.json"
put_event "Kite tagged" "$work/detail.json" ||
  fail "The event \"Kite tagged\" for $tag was not sent: $(cat "$work/said"). Nothing was promoted. Run this build again."
say "Reported $tag. The promotion to prod starts now: promote-project."
