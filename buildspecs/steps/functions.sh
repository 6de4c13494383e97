# Sourced: operations on one function. Each returns a status and writes the output of AWS to $work/said.

# update_code ROLE KEY: updates the function with the zip at KEY and publishes a version. Writes "<version> <sha256>" to
# $work/published/ROLE.
update_code() {
  mkdir -p "$work/published"
  aws lambda update-function-code --function-name "$(function_name "$1")" --s3-bucket "$SOURCE_BUCKET" --s3-key "$2" \
    --publish --query '[Version,CodeSha256]' --output text >"$work/published/$1" 2>"$work/said"
}

wait_until_updated() {
  aws lambda wait function-updated-v2 --function-name "$(function_name "$1")" 2>"$work/said"
}

# move_alias ROLE VERSION: makes all callers of the function call that version.
move_alias() {
  aws lambda update-alias --function-name "$(function_name "$1")" --name live --function-version "$2" \
    --query FunctionVersion --output text >/dev/null 2>"$work/said"
}
