#!/usr/bin/env bash
# Releases the lock for the next deploy, whether this deploy succeeded or failed. If another build has taken over the
# lock, the lock stays.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
[ -e "$work/lock-is-mine" ] || exit 0

lock=locks/$STAGE.json
get_object "$lock" "$work/lock.json" || exit 0
if [ "$(member "$work/lock.json" buildId)" != "$CODEBUILD_BUILD_ID" ]; then
  say "The lock of $STAGE belongs to build $(member "$work/lock.json" buildId) now and stays."
  exit 0
fi
said=$(aws s3api delete-object --bucket "$SOURCE_BUCKET" --key "$lock" 2>&1) ||
  fail "The lock s3://$SOURCE_BUCKET/$lock could not be deleted: $said. The next deploy takes it over after $LOCK_MINUTES minutes. To delete it now: aws s3api delete-object --bucket $SOURCE_BUCKET --key $lock"
rm "$work/lock-is-mine"
