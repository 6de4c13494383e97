#!/usr/bin/env bash
# Runs the smoke test in a project without permissions, because the test runs npm packages and code of the repository.
# Waits for the result, and rolls the stage back unless the test passed.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
. "$(dirname "$0")/functions.sh"
. "$(dirname "$0")/roll-back.sh"
stop_if_finished
require SOURCE_BUCKET FUNCTION_PREFIX STAGE SMOKE_PROJECT SMOKE_MINUTES SEED_REQUEST_DISPATCHER SEED_OUTBOX SEED_LIFECYCLE_HANDLER SEED_WIDGET

IFS=$'\t' read -r websocket_url http_url <"$work/urls"
build=$(aws codebuild start-build --project-name "$SMOKE_PROJECT" --source-version "$(cat "$work/commit")" \
  --environment-variables-override "name=WEBSOCKET_URL,value=$websocket_url" "name=HTTP_URL,value=$http_url" \
  --query build.id --output text 2>"$work/said") ||
  roll_back "The smoke test of $STAGE did not start: $(cat "$work/said")."
say "The smoke test of $STAGE runs as build $build."

deadline=$(($(date +%s) + SMOKE_MINUTES * 60))
until status=$(aws codebuild batch-get-builds --ids "$build" --query 'builds[0].buildStatus' --output text 2>"$work/said") &&
  [ "$status" != IN_PROGRESS ]; do
  [ "$(date +%s)" -lt "$deadline" ] ||
    roll_back "The smoke test of $STAGE (build $build) had no result after $SMOKE_MINUTES minutes. $(cat "$work/said")"
  sleep 10
done
[ "$status" = SUCCEEDED ] || roll_back "The smoke test of $STAGE ended as $status. The log of build $build shows the reason."
