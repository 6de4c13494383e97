# Sourced by the stand-ins: records their calls in the folder above. If a script of the test matches, prints its output
# and exits with its code.
room=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
call="$(basename "$0") $*"
printf '%s\n' "$call" >>"$room/calls.txt"

# A script is a file with the pattern of the calls, the remaining number of uses, an exit code and the output.
for script in "$room"/scripts/*; do
  [ -e "$script" ] || continue
  { read -r pattern; read -r times; read -r code; text=$(cat); } <"$script"
  # shellcheck disable=SC2053
  [[ $call == $pattern ]] || continue
  [ "$times" -gt 0 ] || continue
  printf '%s\n%s\n%s\n%s\n' "$pattern" $((times - 1)) "$code" "$text" >"$script"
  if [ "$code" = 0 ]; then printf '%s\n' "$text"; else printf '%s\n' "$text" >&2; fi
  exit "$code"
done
