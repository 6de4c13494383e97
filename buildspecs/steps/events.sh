# Sourced: events on the default bus.

# put_event DETAIL_TYPE FILE: status 0 if the bus accepted the event. The command line succeeds even if the bus rejects
# the event: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
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
    say "EventBridge rejected the event." >"$work/said"
    return 1
  }
}
