# Sourced: rolls back a failed deploy.

# roll_back REASON: first moves the aliases back, which restores the stage. Then publishes the old artifact again:
# Terraform will move the alias to the newest version, so that version must have the old code. Ends the step.
roll_back() {
  local role old
  printf '%s\nRolling back %s.\n' "$1" "$STAGE" >&2
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
    printf 'The rollback failed too. Run these commands:\n' >&2
    printf '  %s\n' "${left_behind[@]}" >&2
  elif [ -s "$work/updated" ]; then
    say "$STAGE runs its previous code again."
  else
    say "Nothing of $STAGE was changed."
  fi
  exit 1
}

# Finds the code that ran before: the artifact that was live, or the seeds of the functions.
old_artefact() {
  old_prefix=""
  if get_object "live/$STAGE.json" "$work/live.json"; then
    old_prefix="artefacts/$(member "$work/live.json" inputs)/"
  fi
}

# old_key ROLE: prints the key of the old zip. A deployment may set the keys of its seeds.
old_key() {
  local seed=${1^^}
  seed=SEED_${seed//-/_}
  if [ -n "$old_prefix" ]; then printf '%s%s.zip' "$old_prefix" "$1"; else printf '%s' "${!seed}"; fi
}

# The alias moves only if the code is exactly the code that ran before.
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
    say "s3://$SOURCE_BUCKET/$key is not the code that $(function_name "$role") ran before, so its alias is not moved: version $version must not go live."
  elif wait_until_updated "$role" && move_alias "$role" "$version"; then
    say "$(function_name "$role") has its old code as version $version."
  else
    say "$(function_name "$role") runs its old version, but its alias could not be moved to version $version, which has the same code: $(cat "$work/said")"
  fi
}
