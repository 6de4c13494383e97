# Sourced: objects of the source bucket.

# get_object KEY FILE: status 0 when it is there, 1 when there is none; any other answer ends the step. The ETag and
# the time of the last change stay in FILE.meta. Without s3:ListBucket S3 says AccessDenied for what is absent:
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
get_object() {
  local said
  if said=$(aws s3api get-object --bucket "$SOURCE_BUCKET" --key "$1" --query '[ETag,LastModified]' --output text "$2" 2>&1); then
    printf '%s\n' "$said" >"$2.meta"
    return 0
  fi
  case $said in
    *"(NoSuchKey)"*) return 1 ;;
    *) fail "s3://$SOURCE_BUCKET/$1 could not be read: $said. Check the role of this project and the bucket." ;;
  esac
}

# put_object KEY FILE [CONDITION...]: status 0 when it is written, 1 when S3 refused the condition; any other answer
# ends the step. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
put_object() {
  local key=$1 file=$2 said
  shift 2
  if said=$(aws s3api put-object --bucket "$SOURCE_BUCKET" --key "$key" --body "$file" "$@" 2>&1); then
    return 0
  fi
  case $said in
    # The last: what should have been replaced is gone.
    *"(PreconditionFailed)"* | *"(ConditionalRequestConflict)"* | *"(NoSuchKey)"*) return 1 ;;
    *) fail "s3://$SOURCE_BUCKET/$key could not be written: $said. Check the role of this project and the bucket, then run the build again." ;;
  esac
}
