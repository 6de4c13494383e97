#!/usr/bin/env bash
# The session of Telegram Web does not outlive the test.
rm -f "$(dirname "$0")/../../checks/e2e/auth.json"
