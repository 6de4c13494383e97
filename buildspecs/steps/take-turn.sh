#!/usr/bin/env bash
# Takes the lock of a stage, so that one deploy runs at a time. Waits while another build has the lock. If that build
# ended without releasing the lock, takes it over.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
stop_if_finished
require SOURCE_BUCKET STAGE LOCK_MINUTES CODEBUILD_BUILD_ID

lock=locks/$STAGE.json
printf '{"buildId":"%s","commit":"%s","takenAt":"%s"}\n' "$CODEBUILD_BUILD_ID" "$(cat "$work/commit")" "$(now)" >"$work/my-lock.json"

# A build may wait for half of its timeout, so that enough time is left to deploy.
deadline=$(($(date +%s) + ${LOCK_WAIT_SECONDS:-$((LOCK_MINUTES * 30))}))

until put_object "$lock" "$work/my-lock.json" --if-none-match '*'; do
  # If there is no lock now, another build has just released it.
  get_object "$lock" "$work/lock.json" || continue
  IFS=$'\t' read -r etag changed <"$work/lock.json.meta"
  holder="build $(member "$work/lock.json" buildId), since $changed"
  age=$(($(date +%s) - $(date -d "$changed" +%s)))
  if [ "$age" -gt $((LOCK_MINUTES * 60)) ] && put_object "$lock" "$work/my-lock.json" --if-match "$etag"; then
    say "Took over the lock of $holder. No build runs longer than $LOCK_MINUTES minutes, so the build ended without releasing its lock."
    break
  fi
  [ "$(date +%s)" -lt "$deadline" ] ||
    fail "Another deploy of $STAGE holds s3://$SOURCE_BUCKET/$lock: $holder. Wait until it ends and run this build again. If it never releases the lock, the next build takes it over after $LOCK_MINUTES minutes."
  say "Waiting for $holder."
  sleep "${LOCK_POLL_SECONDS:-15}"
done
touch "$work/lock-is-mine"
