#!/usr/bin/env bash
# Deletes the session of Telegram Web after the test.
rm -f "$(dirname "$0")/../../checks/e2e/auth.json"
