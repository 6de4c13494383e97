#!/usr/bin/env bash
# Downloads Amazon's DynamoDB Local with what it needs (about 50 MB, from Maven Central) into a git-ignored folder,
# where the storage tests find it. Needs mvn; it runs with Java 17 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=.kite/dynamodb-local-jar
if compgen -G "$folder/DynamoDBLocal-*.jar" >/dev/null; then
  echo "DynamoDB Local is in $folder."
  exit 0
fi

# Under another name until it is whole: a folder that is there is taken as good.
rm -rf "$folder.part"
mvn --quiet --batch-mode --file scripts/dynamodb-local/pom.xml dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$PWD/$folder.part"
rm -rf "$folder"
mv "$folder.part" "$folder"
echo "DynamoDB Local is in $folder now."
