#!/usr/bin/env bash
# Asks the drift program. Its exit code is the verdict: 0 clean, 2 drift, anything else a check that failed.
. "$(dirname "$0")/common.sh"
require STACK

verdict=0
npm run kite -- drift "$STACK" --report "$work/drift.json" || verdict=$?
case $verdict in
  0 | 2) printf '%s\n' "$verdict" >"$work/verdict" ;;
  *) fail "The drift check of $STACK failed with exit code $verdict; what it said stands above." ;;
esac
