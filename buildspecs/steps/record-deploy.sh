#!/usr/bin/env bash
# Records the code that the stage runs and that has passed the smoke test. A tag may promote only the code recorded for
# dev.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
stop_if_finished
require SOURCE_BUCKET STAGE

inputs=$(cat "$work/inputs")
printf '{"inputs":"%s","commit":"%s","committedAt":"%s","deployedAt":"%s"}\n' \
  "$inputs" "$(cat "$work/commit")" "$(cat "$work/committed-at")" "$(now)" >"$work/live.json"
put_object "live/$STAGE.json" "$work/live.json"
