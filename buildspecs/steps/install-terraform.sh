#!/usr/bin/env bash
# Installs the pinned Terraform, if its checksum matches.
. "$(dirname "$0")/common.sh"
require TERRAFORM_VERSION TERRAFORM_SHA256_ARM64 TERRAFORM_SHA256_AMD64 TOOLS_DIRECTORY

case $(uname -m) in
  aarch64 | arm64) architecture=arm64 wanted=$TERRAFORM_SHA256_ARM64 ;;
  x86_64) architecture=amd64 wanted=$TERRAFORM_SHA256_AMD64 ;;
  *) fail "Expected arm64 or x86_64, received $(uname -m), for which no Terraform is pinned." ;;
esac

url=https://releases.hashicorp.com/terraform/$TERRAFORM_VERSION/terraform_${TERRAFORM_VERSION}_linux_$architecture.zip
curl --fail --silent --show-error --location --retry 3 --output "$work/terraform.zip" "$url" ||
  fail "$url could not be downloaded. The output of curl is above. Run the build again."
got=$(sha256sum <"$work/terraform.zip" | cut -d ' ' -f 1)
[ "$got" = "$wanted" ] ||
  fail "$url: expected the SHA-256 $wanted, received $got. Do not use it: compare with HashiCorp's SHA256SUMS, and set both sums in buildspecs/drift-check.yml with the version."
unzip -o -q "$work/terraform.zip" terraform -d "$TOOLS_DIRECTORY"
