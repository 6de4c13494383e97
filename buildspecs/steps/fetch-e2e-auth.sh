#!/usr/bin/env bash
# Downloads the host's session of Telegram Web, which must not be in the repository or in a log. The image has no AWS
# CLI, so a command of kite downloads it.
. "$(dirname "$0")/common.sh"
require SOURCE_BUCKET

node cli/kite.cjs fetch-object "s3://$SOURCE_BUCKET/e2e/auth.json" checks/e2e/auth.json
