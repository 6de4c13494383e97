# Sourced: objects of the source bucket.

# get_object KEY FILE: status 0 if the object exists, 1 if it does not; any other response ends the step. The ETag and
# the time of the last change are written to FILE.meta. Without s3:ListBucket, S3 answers AccessDenied for a missing
# object:
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

# put_object KEY FILE [CONDITION...]: status 0 if the object is written, 1 if the condition is not met; any other
# response ends the step. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
put_object() {
  local key=$1 file=$2 said
  shift 2
  if said=$(aws s3api put-object --bucket "$SOURCE_BUCKET" --key "$key" --body "$file" "$@" 2>&1); then
    return 0
  fi
  case $said in
    # NoSuchKey: the object to replace no longer exists.
    *"(PreconditionFailed)"* | *"(ConditionalRequestConflict)"* | *"(NoSuchKey)"*) return 1 ;;
    *) fail "s3://$SOURCE_BUCKET/$key could not be written: $said. Check the role of this project and the bucket, then run the build again." ;;
  esac
}
