#!/usr/bin/env bash
# Updates all functions with the artifact, waits until Lambda is ready, and then moves the aliases. If a function fails,
# all aliases are moved back.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
. "$(dirname "$0")/functions.sh"
. "$(dirname "$0")/roll-back.sh"
stop_if_finished
require SOURCE_BUCKET FUNCTION_PREFIX STAGE SEED_REQUEST_DISPATCHER SEED_OUTBOX SEED_LIFECYCLE_HANDLER SEED_WIDGET

: >"$work/updated"
: >"$work/moved"
artefact=artefacts/$(cat "$work/inputs")

for role in "${roles[@]}"; do
  update_code "$role" "$artefact/$role.zip" || roll_back "$(function_name "$role") could not be updated with $artefact/$role.zip: $(cat "$work/said")"
  printf '%s\n' "$role" >>"$work/updated"
  read -r _ sha256 <"$work/published/$role"
  # In a promotion, compare-with-dev.sh has stored the hashes of the code that dev runs.
  [ ! -e "$work/expected/$role.sha256" ] || [ "$sha256" = "$(cat "$work/expected/$role.sha256")" ] ||
    roll_back "s3://$SOURCE_BUCKET/$artefact/$role.zip is not the code that dev runs: its hash is $sha256, expected $(cat "$work/expected/$role.sha256")."
done
for role in "${roles[@]}"; do
  wait_until_updated "$role" || roll_back "$(function_name "$role") was not ready in time: $(cat "$work/said")"
done
for role in "${roles[@]}"; do
  read -r version _ <"$work/published/$role"
  # Recorded before the call, because the alias may have moved even if the response is lost.
  printf '%s\n' "$role" >>"$work/moved"
  move_alias "$role" "$version" || roll_back "The alias \"live\" of $(function_name "$role") did not move to version $version: $(cat "$work/said")"
  say "$(function_name "$role") is live with version $version. It ran version $(cat "$work/before/$role.version") before."
done
