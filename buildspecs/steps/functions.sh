# Sourced: what is done to one function. Each gives a status and leaves what AWS said in $work/said.

# update_code ROLE KEY: puts the zip under KEY into the function and publishes a version; "<version> <sha256>" stays in
# $work/published/ROLE.
update_code() {
  mkdir -p "$work/published"
  aws lambda update-function-code --function-name "$(function_name "$1")" --s3-bucket "$SOURCE_BUCKET" --s3-key "$2" \
    --publish --query '[Version,CodeSha256]' --output text >"$work/published/$1" 2>"$work/said"
}

wait_until_updated() {
  aws lambda wait function-updated-v2 --function-name "$(function_name "$1")" 2>"$work/said"
}

# move_alias ROLE VERSION: what calls the function calls that version from now on.
move_alias() {
  aws lambda update-alias --function-name "$(function_name "$1")" --name live --function-version "$2" \
    --query FunctionVersion --output text >/dev/null 2>"$work/said"
}
