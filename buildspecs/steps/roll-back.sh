# Sourced: how a deploy that failed is taken back.

# roll_back REASON: aliases go back first, since that alone brings the stage back. Then the old artefact is published
# again, so that Terraform, which lets the alias follow the newest version, finds the old code there. Ends the step.
roll_back() {
  local role old
  printf '%s\nRolls back %s.\n' "$1" "$STAGE" >&2
  left_behind=()
  while read -r role; do
    old=$(cat "$work/before/$role.version")
    if move_alias "$role" "$old"; then
      say "$(function_name "$role") is live with version $old again."
    else
      left_behind+=("aws lambda update-alias --function-name $(function_name "$role") --name live --function-version $old")
    fi
  done <"$work/moved"
  old_artefact
  while read -r role; do
    publish_again "$role"
  done <"$work/updated"
  if [ ${#left_behind[@]} -gt 0 ]; then
    printf 'The way back failed, too; do by hand:\n' >&2
    printf '  %s\n' "${left_behind[@]}" >&2
  elif [ -s "$work/updated" ]; then
    say "$STAGE runs what it ran before."
  else
    say "Nothing of $STAGE was changed."
  fi
  exit 1
}

# Where the code lies that ran before: the artefact that was live, or the seeds that the functions began with.
old_artefact() {
  old_prefix=""
  if get_object "live/$STAGE.json" "$work/live.json"; then
    old_prefix="artefacts/$(member "$work/live.json" inputs)/"
  fi
}

# old_key ROLE: of the zip there. A deployment may keep its seeds under keys of its own.
old_key() {
  local seed=${1^^}
  seed=SEED_${seed//-/_}
  if [ -n "$old_prefix" ]; then printf '%s%s.zip' "$old_prefix" "$1"; else printf '%s' "${!seed}"; fi
}

# The alias follows only when it is the very code that ran before.
publish_again() {
  local role=$1 version sha256 key
  key=$(old_key "$role")
  wait_until_updated "$role" || true
  if ! update_code "$role" "$key"; then
    left_behind+=("aws lambda update-function-code --function-name $(function_name "$role") --s3-bucket $SOURCE_BUCKET --s3-key $key --publish")
    return 0
  fi
  read -r version sha256 <"$work/published/$role"
  if [ "$sha256" != "$(cat "$work/before/$role.sha256")" ]; then
    say "s3://$SOURCE_BUCKET/$key is not the code that $(function_name "$role") ran before, so its alias stays where it is; version $version must not go live."
  elif wait_until_updated "$role" && move_alias "$role" "$version"; then
    say "$(function_name "$role") has its old code as version $version."
  else
    say "$(function_name "$role") runs its old version, but its alias did not follow to the same code in version $version: $(cat "$work/said")"
  fi
}
