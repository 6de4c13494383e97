#!/usr/bin/env bash
# Installs checkov, which `npx kite scan` runs, from PyPI into a git-ignored folder (about 300 MB). Needs Python 3.9 or
# newer with venv.
set -euo pipefail
cd "$(dirname "$0")/.."

version=3.3.30
folder=.kite/checkov
if [ -f "$folder/version" ] && [ "$(cat "$folder/version")" = "$version" ]; then
  echo "checkov $version is already in $folder."
  exit 0
fi

# The version file is written last, so a folder without it is incomplete.
rm -rf "$folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check "checkov==$version"
echo "$version" >"$folder/version"
echo "Installed checkov $version in $folder."
