# Sourced: events on the default bus.

# put_event DETAIL_TYPE FILE: status 0 when the bus has taken it. A refused entry is no error to the command line:
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
put_event() {
  local refused
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const [source, type, detail, entries] = process.argv.slice(1);
    const entry = { Source: source, DetailType: type, Detail: readFileSync(detail, "utf8").trim() };
    writeFileSync(entries, JSON.stringify([entry]));
  ' "$EVENT_SOURCE" "$1" "$2" "$work/entries.json"
  if ! refused=$(aws events put-events --entries "file://$work/entries.json" --query FailedEntryCount --output text 2>"$work/said"); then
    return 1
  fi
  [ "$refused" = 0 ] || {
    say "EventBridge refused the entry." >"$work/said"
    return 1
  }
}
