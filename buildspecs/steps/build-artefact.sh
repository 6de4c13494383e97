#!/usr/bin/env bash
# Packs the functions and uploads them under the hash of their inputs, unless they lie there already.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
require SOURCE_BUCKET

artefact=artefacts/$(cat "$work/inputs")
if get_object "$artefact/manifest.json" "$work/manifest.json"; then
  say "The artefact $artefact lies in $SOURCE_BUCKET already, built from commit $(member "$work/manifest.json" commit)."
  exit 0
fi

npm run kite -- bundle "$work/zips"
for role in "${roles[@]}"; do
  put_object "$artefact/$role.zip" "$work/zips/$role.zip"
done
. "$(dirname "$0")/manifest.sh"
say "Uploaded the artefact $artefact to $SOURCE_BUCKET."
