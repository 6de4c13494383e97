# Sourced by the steps: functions for messages, and the folder for files that steps leave for later steps.
set -euo pipefail

# The folder for files that one step leaves for the next.
work=.kite/pipeline
mkdir -p "$work"

# The functions that are deployed together: all or none.
roles=(request-dispatcher outbox lifecycle-handler widget)

say() { printf '%s\n' "$*"; }

# Ends the step with an error, which states what failed, the value, the expected value and the fix.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Fails unless the project sets these variables.
require() {
  local name
  for name in "$@"; do
    [ -n "${!name:-}" ] || fail "The variable $name is not set. The stack kite-build sets it for this project. Deploy that stack again (npm run deploy-build)."
  done
}

# Ends the build successfully with a message. Later steps do nothing.
finish() {
  say "$*"
  touch "$work/finished"
  exit 0
}

stop_if_finished() {
  if [ -e "$work/finished" ]; then exit 0; fi
}

function_name() { printf '%s-%s' "$FUNCTION_PREFIX" "$1"; }

# member FILE NAME: prints a member of a JSON object, or nothing if the object does not have it.
member() {
  node -e '
    const { readFileSync } = require("node:fs");
    const value = JSON.parse(readFileSync(process.argv[1], "utf8"))[process.argv[2]];
    process.stdout.write(value === undefined ? "" : String(value));
  ' "$1" "$2"
}

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
