#!/usr/bin/env bash
# Installs MiniStack, an open-source DynamoDB in Python, from PyPI into a git-ignored folder (about 90 MB), where the
# storage tests find it. Needs Python 3.10 or newer with venv.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.5.33
folder=.kite/ministack
if [ -f "$folder/version" ] && [ "$(cat "$folder/version")" = "$version" ]; then
  echo "MiniStack $version is in $folder."
  exit 0
fi

# The file with the version is written last: a folder without it is not whole.
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "ministack==$version"
echo "$version" >"$folder/version"
echo "MiniStack $version is in $folder now."
