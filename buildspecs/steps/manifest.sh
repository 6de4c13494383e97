# Sourced as the last step of an upload: an artifact with a manifest is complete.
printf '{"inputs":"%s","commit":"%s","committedAt":"%s","builtAt":"%s"}\n' \
  "$(cat "$work/inputs")" "$(cat "$work/commit")" "$(cat "$work/committed-at")" "$(now)" >"$work/manifest.json"
put_object "artefacts/$(cat "$work/inputs")/manifest.json" "$work/manifest.json"
