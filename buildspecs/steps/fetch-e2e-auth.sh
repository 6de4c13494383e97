#!/usr/bin/env bash
# Fetches the host's session of Telegram Web, which is kept out of the repository and out of every log. The image has
# no AWS command line, so a script of ours asks S3.
. "$(dirname "$0")/common.sh"
require SOURCE_BUCKET

node cli/kite.cjs fetch-object "s3://$SOURCE_BUCKET/e2e/auth.json" checks/e2e/auth.json
