#!/usr/bin/env bash
# Reports the result of the drift check: each check that finds drift, the first check without drift after that, and each
# check that failed.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/objects.sh"
. "$(dirname "$0")/events.sh"
require SOURCE_BUCKET EVENT_SOURCE STACK

# detail NAME...: writes the detail of the event. It contains the named members of the report. The member `listing` is
# the list of resources as text. Texts contain no quote and no newline, because EventBridge inserts them without
# escaping.
detail() {
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const [report, detail, ...names] = process.argv.slice(1);
    const plain = (text) => text.replace(/"/g, "\x27").replace(/\s+/g, " ").trim();
    const words = ({ address, class: kind, attributes }) =>
      plain(`${address} (${kind}${attributes.length > 0 ? `: ${attributes.join(", ")}` : ""})`);
    const all = JSON.parse(readFileSync(report, "utf8"));
    const listing = (all.resources ?? []).map(words).join("; ");
    const members = names.map((name) => {
      const value = name === "listing" ? listing : all[name];
      return [name, typeof value === "string" ? plain(value) : value];
    });
    writeFileSync(detail, JSON.stringify(Object.fromEntries(members)));
  ' "$work/drift.json" "$work/detail.json" "$@"
}

tell() {
  put_event "$1" "$2" || fail "The event \"$1\" of $STACK could not be sent: $(cat "$work/said"). The result was not reported: see this log."
}

remember() {
  printf '{"drift":%s,"checkedAt":"%s"}\n' "$1" "$(now)" >"$work/state.json"
  put_object "drift/$STACK.json" "$work/state.json"
}

drifted_before=false
case $(cat "$work/verdict" 2>/dev/null || echo none) in
  2)
    detail stack summary resources listing notListed
    tell "Kite drift detected" "$work/detail.json"
    remember true
    say "Reported that $STACK has drifted."
    ;;
  0)
    if get_object "drift/$STACK.json" "$work/before.json"; then
      drifted_before=$(member "$work/before.json" drift)
    fi
    if [ "$drifted_before" = true ]; then
      detail stack
      tell "Kite drift cleared" "$work/detail.json"
      say "Reported that $STACK no longer has drift."
    fi
    remember false
    ;;
  *)
    [ -e "$work/drift.json" ] ||
      printf '{"stack":"%s","reason":"The check failed before it ran Terraform. The log of build %s shows the reason."}\n' "$STACK" "${CODEBUILD_BUILD_ID:-}" >"$work/drift.json"
    detail stack reason
    tell "Kite drift check failed" "$work/detail.json"
    say "Reported that the drift check of $STACK failed."
    ;;
esac
