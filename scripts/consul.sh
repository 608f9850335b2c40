#!/usr/bin/env bash
# consul.sh: prints the path of a Consul program: the one on the PATH, or one that was built here before, or
# one that is built now from the Go module proxy (some five minutes, once for each version and toolchain).
#
# `--path` builds nothing: it fails where there is none. `--build` takes no notice of the PATH: what it
# prints is linked without C, and so runs in any container. Consul isn't in Debian, hence the detour.
set -euo pipefail

readonly MODULE=$(cd "$(dirname "$0")/consul" && pwd)
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/crosswire

say() { printf 'consul: %s\n' "$*" >&2; }

# built: where the build of exactly these sources by this toolchain is kept.
built() {
  local hash
  hash=$(cd "$MODULE" && { cat go.mod go.sum; go env GOVERSION GOOS GOARCH; } | sha256sum | cut -c1-16)
  printf '%s/consul-%s/consul\n' "$CACHE" "$hash"
}

# Built aside and renamed: of two that build at once both end with a whole program.
build() {
  local program=$1 aside
  say 'building it, some five minutes'
  mkdir -p "$(dirname "$program")"
  aside=$(mktemp "$program.XXXXXX")
  (cd "$MODULE" && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$aside" github.com/hashicorp/consul) >&2
  chmod 755 "$aside"
  mv "$aside" "$program"
}

if [ "${1:-}" != --build ] && command -v consul; then exit 0; fi
command -v go >/dev/null || { say 'not on the PATH, and no go to build it with'; exit 1; }
program=$(built)
if [ ! -x "$program" ]; then
  [ "${1:-}" != --path ] || { say 'not installed: scripts/infrastructure.sh gets it'; exit 1; }
  build "$program"
fi
printf '%s\n' "$program"
