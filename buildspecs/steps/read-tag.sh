#!/usr/bin/env bash
# Reads the values from the event "Kite tagged". The values are checked, because they come from a build of a tag.
. "$(dirname "$0")/common.sh"

# keep NAME FILE PATTERN: stores the variable for the next steps, if it has the expected form.
keep() {
  local value=${!1:-}
  [[ $value =~ ^$3$ ]] ||
    fail "$1: expected $3, got \"$value\". The event \"Kite tagged\" starts this build; push a tag, or run deploy-on-tag-project again for an existing one."
  printf '%s\n' "$value" >"$work/$2"
}

keep TAG tag '[0-9A-Za-z._+-]{1,100}'
keep COMMIT commit '[0-9a-f]{40}([0-9a-f]{24})?'
keep INPUTS inputs '[0-9a-f]{32}'
keep COMMITTED_AT committed-at '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z'
say "$TAG is commit $COMMIT of $COMMITTED_AT, inputs $INPUTS."
