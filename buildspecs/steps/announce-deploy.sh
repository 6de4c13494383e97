#!/usr/bin/env bash
# Sends an event that the stage runs new code. For dev, the event starts the end-to-end test.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/events.sh"
stop_if_finished
require EVENT_SOURCE STAGE

printf '{"stage":"%s","inputs":"%s","commit":"%s"}\n' "$STAGE" "$(cat "$work/inputs")" "$(cat "$work/commit")" >"$work/detail.json"
put_event "Kite deployed" "$work/detail.json" ||
  fail "$STAGE runs the new code and has passed its smoke test, but the event \"Kite deployed\" could not be sent: $(cat "$work/said"). If the stage is dev, start the end-to-end test manually: aws codebuild start-build --project-name e2e-test-project"
say "Reported that $STAGE runs $(cat "$work/inputs")."
