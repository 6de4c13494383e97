#!/usr/bin/env bash
# Installs MiniStack, an open-source DynamoDB in Python, from PyPI into a git-ignored folder (about 90 MB) for the
# storage tests. Needs Python 3.10 or newer with venv.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.5.33
folder=.kite/ministack
if [ -f "$folder/version" ] && [ "$(cat "$folder/version")" = "$version" ]; then
  echo "MiniStack $version is already in $folder."
  exit 0
fi

# The version file is written last, so a folder without it is incomplete.
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "ministack==$version"
echo "$version" >"$folder/version"
echo "Installed MiniStack $version in $folder."
