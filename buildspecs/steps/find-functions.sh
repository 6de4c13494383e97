#!/usr/bin/env bash
# Records what each function runs now: the version of the alias, the hash of its code, and the stage's URLs. Runs while
# this build has the lock, so that a rollback restores the code of the previous deploy.
. "$(dirname "$0")/common.sh"
stop_if_finished
require FUNCTION_PREFIX STAGE

mkdir -p "$work/before"
missing=()
for role in "${roles[@]}"; do
  name=$(function_name "$role")
  if said=$(aws lambda get-alias --function-name "$name" --name live --query FunctionVersion --output text 2>&1); then
    printf '%s\n' "$said" >"$work/before/$role.version"
  else
    case $said in
      *"(ResourceNotFoundException)"*) missing+=("$name") ;;
      *) fail "The alias \"live\" of $name could not be read: $said. Check the role of this project." ;;
    esac
  fi
done

if [ ${#missing[@]} -eq ${#roles[@]} ]; then
  finish "The functions of $STAGE do not exist yet, so there is nothing to update: \"npm run deploy-kite\" creates them, and the next build ships to them."
elif [ ${#missing[@]} -gt 0 ]; then
  fail "Functions of $STAGE are missing, or have no alias \"live\": ${missing[*]}. No function is updated. Create the missing ones with \"npm run deploy-kite\", then run this build again."
fi

for role in "${roles[@]}"; do
  aws lambda get-function-configuration --function-name "$(function_name "$role")" --query CodeSha256 --output text \
    >"$work/before/$role.sha256"
done
aws lambda get-function-configuration --function-name "$(function_name request-dispatcher)" \
  --query '[Environment.Variables.WEBSOCKET_URL,Environment.Variables.HTTP_URL]' --output text >"$work/urls"
