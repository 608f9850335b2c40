#!/usr/bin/env bash
# official.sh: prints the folder that has `client` and `server`, the official interop programs of grpc-go: those
# that were built here before, or built now from the Go module proxy (half a minute, once for each version).
set -euo pipefail

readonly MODULE=$(cd "$(dirname "$0")/official" && pwd)
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/crosswire

say() { printf 'official: %s\n' "$*" >&2; }

command -v go >/dev/null || { say 'no go to build them with'; exit 1; }
hash=$(cd "$MODULE" && { cat go.mod go.sum; go env GOVERSION GOOS GOARCH; } | sha256sum | cut -c1-16)
readonly FOLDER=$CACHE/official-$hash

# Built aside and renamed: of two that build at once both end with whole programs.
if [ ! -x "$FOLDER/client" ] || [ ! -x "$FOLDER/server" ]; then
  say 'building them, half a minute'
  mkdir -p "$FOLDER"
  for program in client server; do
    aside=$(mktemp "$FOLDER/$program.XXXXXX")
    (cd "$MODULE" && go build -trimpath -o "$aside" "google.golang.org/grpc/interop/$program") >&2
    chmod 755 "$aside"
    mv "$aside" "$FOLDER/$program"
  done
fi
printf '%s\n' "$FOLDER"
