#!/usr/bin/env bash
# Runs the checks of pull requests and CI in a clean environment: the tests get neither the variables of the project nor
# the credentials of its role. Checks that the machine cannot run are skipped with a message.
. "$(dirname "$0")/common.sh"

clean() { env -i HOME="${HOME:-/root}" PATH="$PATH" LANG=C.UTF-8 CI=true ${CHROMIUM_PATH:+CHROMIUM_PATH="$CHROMIUM_PATH"} "$@"; }

left_out=()
# npm has the engine of the local run for some machines only. Jest finds the tests that import the engine. Tests that
# start a program with the engine are in the two folders below.
if ! compgen -G "node_modules/@dynoxide/*/dynoxide" >/dev/null; then
  say "npm has no database engine for $(uname -m), so the tests of the chat on the local run are skipped. To run them, set buildArchitecture to x86_64."
  mapfile -t left_out < <(clean npx jest --listTests --findRelatedTests packages/stack-server/src/data/engine-binary.ts)
  left_out+=(__tests__/playground/ __tests__/e2e/)
fi
if [ -z "${CHROMIUM_PATH:-}" ] && ! command -v chromium chromium-browser google-chrome >/dev/null; then
  say "There is no Chromium here, so the tests in a browser are skipped. An image with Chromium runs them."
fi

if [ ${#left_out[@]} -eq 0 ]; then
  clean npm run check
else
  clean npm run lint
  clean npm run compile
  clean npm test -- --ci --testPathIgnorePatterns "${left_out[@]}"
  clean npm run synth
fi
