#!/usr/bin/env bash
# Finds what dev has run and passed with the inputs of this commit. What dev does not know does not go further.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
require SOURCE_BUCKET STAGE

inputs=$(cat "$work/inputs")
if ! get_object "tested/dev/$inputs.json" "$work/tested.json"; then
  runs=nothing
  if get_object live/dev.json "$work/live-dev.json"; then
    runs="inputs $(member "$work/live-dev.json" inputs) (commit $(member "$work/live-dev.json" commit))"
  fi
  fail "Refused to ship ${CODEBUILD_WEBHOOK_TRIGGER:-commit $(cat "$work/commit")} to $STAGE: its inputs $inputs have not run and passed on dev, which runs $runs. Push the commit to the main branch, wait until build-and-deploy-project is green, and run this build again."
fi
get_object "artefacts/$inputs/manifest.json" "$work/manifest.json" ||
  fail "The artefact artefacts/$inputs, which dev has passed, is no longer in $SOURCE_BUCKET. Run build-and-deploy-project for this commit, then this build again."
say "The artefact artefacts/$inputs has passed on dev; it was built from commit $(member "$work/manifest.json" commit)."
