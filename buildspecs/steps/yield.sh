#!/usr/bin/env bash
# Ends the build if the stage runs a newer commit. Runs while this build has the lock.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
stop_if_finished
require SOURCE_BUCKET STAGE

if get_object "live/$STAGE.json" "$work/live.json"; then
  mine=$(cat "$work/commit")
  theirs=$(member "$work/live.json" commit)
  if git merge-base --is-ancestor "$mine" "$theirs" 2>/dev/null && [ "$mine" != "$theirs" ]; then
    newer="it contains this one"
  elif git merge-base --is-ancestor "$theirs" "$mine" 2>/dev/null; then
    newer=""
  elif [[ $(member "$work/live.json" committedAt) > $(cat "$work/committed-at") ]]; then
    # Neither commit contains the other, or the clone is too shallow to find out.
    newer="it was committed at $(member "$work/live.json" committedAt), this one at $(cat "$work/committed-at")"
  else
    newer=""
  fi
  if [ -n "$newer" ] && [ "${ALLOW_OLDER:-}" != yes ]; then
    finish "Not shipped: $STAGE runs the newer commit $theirs ($newer). To ship commit $mine anyway, start this build with the variable ALLOW_OLDER=yes."
  fi
fi
