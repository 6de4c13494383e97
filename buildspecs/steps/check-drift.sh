#!/usr/bin/env bash
# Runs the drift check. Its exit code is the verdict: 0 no drift, 2 drift, any other code a failed check.
. "$(dirname "$0")/common.sh"
require STACK

verdict=0
npm run kite -- drift "$STACK" --report "$work/drift.json" || verdict=$?
case $verdict in
  0 | 2) printf '%s\n' "$verdict" >"$work/verdict" ;;
  *) fail "The drift check of $STACK failed with exit code $verdict. Its output above shows the reason." ;;
esac
