# Sourced, last of an upload: an artefact with a manifest is whole.
printf '{"inputs":"%s","commit":"%s","committedAt":"%s","builtAt":"%s"}\n' \
  "$(cat "$work/inputs")" "$(cat "$work/commit")" "$(cat "$work/committed-at")" "$(now)" >"$work/manifest.json"
put_object "artefacts/$(cat "$work/inputs")/manifest.json" "$work/manifest.json"
