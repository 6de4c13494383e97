#!/usr/bin/env bash
# Determines the commit of this build, and the hash of all inputs of the functions' code. The hash is the name of the
# artifact, so that all commits with the same inputs share one artifact.
. "$(dirname "$0")/common.sh"

inputs=(
  lambda-src protocol widget package-lock.json package.json tsconfig.json
  constructs/functions/lambda-bundle.ts constructs/functions/lean-build.cjs constructs/functions/built-widget.cjs
  constructs/functions/deterministic-zip.ts constructs/functions/lambda-package.ts
  cli/commands/bundle.ts
)

git ls-tree -r HEAD -- "${inputs[@]}" >"$work/tree"
[ -s "$work/tree" ] || fail "git has none of ${inputs[*]} at HEAD. Expected a clone of the repository."
sha256sum <"$work/tree" | cut -c 1-32 >"$work/inputs"
git rev-parse HEAD >"$work/commit"
TZ=UTC git show -s --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd HEAD >"$work/committed-at"

say "Commit $(cat "$work/commit") of $(cat "$work/committed-at"), inputs $(cat "$work/inputs")."
