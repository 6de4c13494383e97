#!/usr/bin/env bash
# Packs the functions and uploads them under the hash of their inputs, unless they already exist.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
require SOURCE_BUCKET

artefact=artefacts/$(cat "$work/inputs")
if get_object "$artefact/manifest.json" "$work/manifest.json"; then
  say "The artifact $artefact is already in $SOURCE_BUCKET, built from commit $(member "$work/manifest.json" commit)."
  exit 0
fi

npm run kite -- bundle "$work/zips"
for role in "${roles[@]}"; do
  put_object "$artefact/$role.zip" "$work/zips/$role.zip"
done
. "$(dirname "$0")/manifest.sh"
say "Uploaded the artifact $artefact to $SOURCE_BUCKET."
