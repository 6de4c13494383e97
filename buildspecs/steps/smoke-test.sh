#!/usr/bin/env bash
# Runs the smoke test against the endpoints of the stage, and rolls the stage back if it fails.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
. "$(dirname "$0")/functions.sh"
. "$(dirname "$0")/roll-back.sh"
stop_if_finished
require SOURCE_BUCKET FUNCTION_PREFIX STAGE SEED_REQUEST_DISPATCHER SEED_OUTBOX SEED_LIFECYCLE_HANDLER SEED_WIDGET

IFS=$'\t' read -r websocket_url http_url <"$work/urls"
npm run smoke -- "$STAGE" --ws "$websocket_url" --http "$http_url" ||
  roll_back "The smoke test of $STAGE failed. Its output above shows the reason."
