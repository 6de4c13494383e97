#!/usr/bin/env bash
# Tells the bus that the stage runs something new; of dev, that starts the end-to-end test.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/events.sh"
stop_if_finished
require EVENT_SOURCE STAGE

printf '{"stage":"%s","inputs":"%s","commit":"%s"}\n' "$STAGE" "$(cat "$work/inputs")" "$(cat "$work/commit")" >"$work/detail.json"
put_event "Kite deployed" "$work/detail.json" ||
  fail "$STAGE runs the new code and has passed its smoke test, but the event \"Kite deployed\" did not go out: $(cat "$work/said"). Start what listens to it by hand: aws codebuild start-build --project-name e2e-test-project"
say "Told that $STAGE runs $(cat "$work/inputs")."
